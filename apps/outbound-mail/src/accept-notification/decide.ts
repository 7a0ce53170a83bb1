import { fromAddressOf, publisherOf, type DirectoryUser, type SendingProfile } from '@replyline/contracts';
import { Failure, type ErrorCode } from '@replyline/errors';
import { expiryDayFor, mintToken, type Purpose } from '@replyline/intent';
import {
  admissionOf,
  chooseFrom,
  chooseProfile,
  OCCASIONS,
  type ChosenProfile,
  type FromRule,
} from '@replyline/sending-policy';
import { addressing, domainOf, purposeOf } from '../render/addressing.js';
import type { PinnedMail } from '../render/pinned-mail.js';
import { readerOf } from '../render/reader.js';
import { wellFormed } from '../render/render.js';
import { topicOf } from '../unsubscribe/mailing-list.js';
import type { Member } from './audience.js';
import type { Facts, Requested } from './facts.js';
import type { Wording } from './wording.js';

interface Planned {
  readonly id: string;
  /** `null` for a plain address. */
  readonly userId: string | null;
}
export interface Refusal extends Planned {
  /** `rejected` by a rule; else there is a reason in the recipient not to send it. */
  readonly state: 'rejected' | 'suppressed' | 'skipped';
  readonly refusal: ErrorCode;
  readonly address?: string;
}
export interface Acceptance extends Planned {
  readonly state?: undefined;
  readonly refusal?: undefined;
  readonly address: string;
  readonly profileId: string;
  readonly profileRule: string;
  readonly messageId: string;
  readonly purpose: Purpose;
  readonly replyKey: string;
  readonly mail: PinnedMail;
}

/** The same for each recipient. */
interface Common {
  readonly profiles: readonly SendingProfile[];
  readonly words: Wording;
  /** Of the link to unsubscribe. */
  readonly placeholder: string;
}

/** What becomes of the mail to one person. */
export function decide(
  event: Requested,
  { userId, address, user }: Member,
  facts: Facts & Common,
): Refusal | Acceptance {
  const id = facts.newId();
  if (address === undefined) return { id, userId, state: 'rejected', refusal: 'recipient.unknown' };
  if (facts.isSuppressed(address)) {
    return { id, userId, state: 'suppressed', refusal: 'recipient.suppressed', address };
  }
  if (facts.hasUnsubscribed({ userId, address })) {
    return { id, userId, state: 'skipped', refusal: 'recipient.unsubscribed', address };
  }
  const { kind, actorId } = event.data;
  const acting = actorId === undefined ? undefined : facts.userOf(actorId);
  try {
    const way = chooseProfile(OCCASIONS[kind], acting, facts.profiles);
    const recipient = { name: wellFormed(user?.displayName ?? ''), address };
    if (!admissionOf(way.profile.policy, address).isAllowed) {
      return { id, userId, state: 'rejected', refusal: 'policy.recipient_not_allowed', address };
    }
    return { id, userId, ...accept(event, { id, recipient, user, acting, ...way }, facts) };
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    return { id, userId, state: 'rejected', refusal: error.code, address };
  }
}

/** To whom, for whom and through what. */
interface Way extends ChosenProfile {
  /** Of the delivery. */
  readonly id: string;
  readonly recipient: { readonly name: string; readonly address: string };
  readonly user: DirectoryUser | undefined;
  readonly acting: DirectoryUser | undefined;
}

function accept(request: Requested, way: Way, facts: Facts & Common): Omit<Acceptance, keyof Planned> {
  const { data } = request;
  const { profile, rule: profileRule, recipient: to } = way;
  // What a script sends is answered to whom it comes from, not to us.
  const isOfSystem = OCCASIONS[data.kind].through === 'system';
  const mailbox = isOfSystem && facts.mailbox?.enabled ? facts.mailbox : undefined;
  const purpose = purposeOf(data.kind, mailbox);
  const replyKey = facts.newReplyKey();
  const token = mintToken({ purpose, replyKey, expiryDay: expiryDayFor(facts.now) }, facts.intentKeys);
  const { kind, threadId } = data;
  const { messageId, ...headers } = addressing({ kind, token, threadId, mailbox, fromAddress: fromAddressOf(profile) });
  const listed = pinnedList(data, domainOf(messageId), () => facts.unsubscribeUrl(way.id), facts.placeholder);
  const words = facts.words.for(purpose, readerOf(way.user), listed.list?.placeholder);
  const sentAs = { ...pinnedFrom(kind, way), ...listed, ...pinnedFiles(request) };
  const mail = { to, ...sentAs, ...words, date: facts.now.toISOString(), ...headers };
  return { address: to.address, profileId: profile.id, profileRule, messageId, purpose, replyKey, mail };
}

/** Decided now where it depends on people; what the profile says is read when it is sent. */
function pinnedFrom(kind: Requested['data']['kind'], { profile, acting, user }: Way): Pick<PinnedMail, 'from'> {
  const { rule, address, name = '' } = chooseFrom(OCCASIONS[kind], profile, { acting, recipient: user });
  return PINNED.includes(rule) ? { from: { address, name: wellFormed(name) } } : {};
}

/** Where the files of a mail lie: in the bucket of whoever asks for it, whatever the request says. */
function pinnedFiles(request: Requested): Pick<PinnedMail, 'files'> {
  const { attachments = [] } = request.data;
  return attachments.length === 0 ? {} : { files: { publisher: publisherOf(request), attachments } };
}

/** The list that a mail belongs to, if it can be unsubscribed from. */
function pinnedList(
  request: Requested['data'],
  domain: string,
  urlOf: () => string | undefined,
  placeholder: string,
): Pick<PinnedMail, 'list'> {
  const topic = topicOf(request);
  if (topic === undefined) return {};
  const unsubscribeUrl = urlOf();
  return { list: { topic, id: `${topic}.${domain}`, ...(unsubscribeUrl && { unsubscribeUrl, placeholder }) } };
}

const PINNED: readonly FromRule[] = ['alternative-sender', 'acting-user'];
