import {
  fromAddressOf,
  publisherOf,
  type DirectoryUser,
  type EventOf,
  type NotificationRequestedV1,
  type ReplyMailbox,
  type SendingProfile,
} from '@replyline/contracts';
import { Failure, type ErrorCode } from '@replyline/errors';
import { expiryDayFor, mintToken, type IntentKeys, type Purpose } from '@replyline/intent';
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
import type { Occasion } from '../render/templates.js';
import { topicOf } from '../unsubscribe/mailing-list.js';
import { placeholderOf } from '../unsubscribe/way-out.js';
import { audienceOf, type Member } from './audience.js';
import { whyNotAsk, type PublisherByName } from './may-ask.js';
import { toldOf } from './events-of-plan.js';
import { Wording } from './wording.js';

export type Requested = EventOf<typeof NotificationRequestedV1>;

/** What the shell looked up, so that the decision need not. */
export interface Facts {
  readonly now: Date;
  /** Every profile that mail of this person, or of nobody, could leave through. */
  readonly profilesFor: (actorId: string | undefined) => readonly SendingProfile[];
  readonly mailbox: ReplyMailbox | undefined;
  readonly publishers: PublisherByName;
  readonly userOf: (id: string) => DirectoryUser | undefined;
  readonly users: () => readonly DirectoryUser[];
  /** Whether the address gets no mail because mail to it came back. */
  readonly isSuppressed: (address: string) => boolean;
  /** Whether this person wants no more mail about what this request is about. */
  readonly hasUnsubscribed: (member: Member) => boolean;
  /** The link in the mail of a delivery; `undefined` where people cannot reach this service. */
  readonly unsubscribeUrl: (deliveryId: string) => string | undefined;
  readonly intentKeys: IntentKeys;
  readonly reviewUrl: Occasion['reviewUrl'];
  readonly newId: () => string;
  /** 96 random bits in hexadecimal. */
  readonly newReplyKey: () => string;
}

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

export interface Plan {
  readonly notificationId: string;
  /** Set when all of it is refused; then there are no deliveries. */
  readonly refusal?: ErrorCode;
  readonly deliveries: readonly (Refusal | Acceptance)[];
  /** Its publisher has taken it back before it was here. */
  readonly isTakenBack?: boolean;
  /** Not before. */
  readonly sendAt: Date;
  readonly expiresAt: Date;
}

const HOUR_MS = 3_600_000;

/** What all that is written down about one request may have, besides the beginnings of words in `eventsOf`. */
const MOST_BYTES = 128_000_000;
/** A delivery and its event without their words. */
const DELIVERY_BYTES = 2_000;

/** What will be done about a request: one delivery per person, each with everything that will ever be decided about it. */
export function plan(event: Requested, facts: Facts): Plan {
  const steps = planning(event, facts);
  for (;;) {
    const { done, value } = steps.next();
    if (done) return value;
  }
}

/** The same, one person a step: there may be very many. */
export function* planning(event: Requested, facts: Facts): Generator<void, Plan> {
  const sendAt = later(facts.now, event.data.notBefore);
  const outline = { notificationId: facts.newId(), sendAt, expiresAt: endOf(event, sendAt) };
  const refused = (refusal: ErrorCode): Plan => ({ ...outline, refusal, deliveries: [] });
  const notAllowed = whyNotAsk(event, event.data, facts.publishers);
  if (notAllowed) return refused(notAllowed);
  if (isNeverDue(event)) return refused('request.never_due');
  const people = audienceOf(event.data.recipients, facts);
  if (people.length === 0) return refused('recipient.nobody');
  const words = new Wording(event.data, facts.reviewUrl);
  const all = {
    ...facts,
    profiles: facts.profilesFor(event.data.actorId),
    now: sendAt,
    words,
    placeholder: placeholderOf(outline.notificationId),
  };
  const deliveries: (Refusal | Acceptance)[] = [];
  let sizeBytes = 0;
  for (const person of people) {
    const delivery = decide(event, person, all);
    sizeBytes += DELIVERY_BYTES + toldOf(delivery);
    if (sizeBytes + words.sizeBytes > MOST_BYTES) return refused('request.audience_too_large');
    deliveries.push(delivery);
    yield;
  }
  return { ...outline, deliveries };
}

const isNeverDue = ({ expirytime, data: { notBefore } }: Requested): boolean =>
  expirytime !== undefined && notBefore !== undefined && new Date(expirytime) <= new Date(notBefore);

const later = (now: Date, notBefore: string | undefined): Date =>
  new Date(Math.max(now.getTime(), new Date(notBefore ?? now).getTime()));

/** When nobody wants it any more: what the publisher says, else what its kind says. */
function endOf({ expirytime, data }: Requested, sendAt: Date): Date {
  if (expirytime) return new Date(expirytime);
  return new Date(sendAt.getTime() + OCCASIONS[data.kind].lifetimeHours * HOUR_MS);
}

/** The same for each recipient. */
interface Common {
  readonly profiles: readonly SendingProfile[];
  readonly words: Wording;
  /** Of the link to unsubscribe. */
  readonly placeholder: string;
}

function decide(event: Requested, { userId, address, user }: Member, facts: Facts & Common): Refusal | Acceptance {
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

const PINNED: readonly FromRule[] = ['forced-from', 'alternative-sender', 'acting-user'];

/** Whether something that the plan lacked may only be late: settings travel by another way than events. */
export function mayBeTooEarly(planned: Plan, event: Requested, { now, publishers }: Pick<Facts, 'now' | 'publishers'>) {
  const ageMs = now.getTime() - new Date(event.time).getTime();
  const isUnknown = planned.refusal === 'policy.publisher_not_allowed' && !publishers(publisherOf(event));
  if (!isUnknown && !isLacking(planned)) return false;
  return ageMs > -CLOCK_SKEW_MS && ageMs < (isUnknown ? PUBLISHER_GRACE_MS : GRACE_MS);
}

const isLacking = ({ refusal, deliveries }: Plan): boolean =>
  refusal === 'recipient.nobody' || deliveries.some(({ state }) => state === 'rejected');

/** Anybody who may publish can make us wait, so not for long: what is tried again keeps its place in its lane. */
const GRACE_MS = 1_500;
/** Whoever has just been registered begins at once; nobody without an account of the broker gets here. */
const PUBLISHER_GRACE_MS = 3_500;
const CLOCK_SKEW_MS = 5_000;
