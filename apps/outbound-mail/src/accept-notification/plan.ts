import {
  fromAddressOf,
  type DirectoryUser,
  type EventOf,
  type NotificationRequestedV1,
  type ReplyMailbox,
  type Role,
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
import { addressing, purposeOf } from '../render/addressing.js';
import type { PinnedMail } from '../render/pinned-mail.js';
import { render, wellFormed } from '../render/render.js';
import type { Occasion } from '../render/templates.js';
import { audienceOf, type Member } from './audience.js';
import { mayAsk, type PublisherByName } from './may-ask.js';

export type Requested = EventOf<typeof NotificationRequestedV1>;

/** What the shell looked up, so that the decision need not. */
export interface Facts {
  readonly now: Date;
  /** Every profile that mail of this person, or of nobody, could leave through. */
  readonly profilesFor: (actorId: string | undefined) => readonly SendingProfile[];
  readonly mailbox: ReplyMailbox | undefined;
  readonly publishers: PublisherByName;
  readonly userOf: (id: string) => DirectoryUser | undefined;
  readonly usersWith: (role: Role) => readonly DirectoryUser[];
  /** Whether the address gets no mail because mail to it came back. */
  readonly isSuppressed: (address: string) => boolean;
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
  readonly state: 'rejected' | 'suppressed';
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
  readonly expiresAt: Date;
}

/** As long as mail servers try (RFC 5321 §4.5.4.1). */
const LIFETIME_MS = 5 * 86_400_000;

/** What will be done about a request: one delivery per person, each with everything that will ever be decided about it. */
export function plan(event: Requested, facts: Facts): Plan {
  const notificationId = facts.newId();
  const expiresAt = event.expirytime ? new Date(event.expirytime) : new Date(facts.now.getTime() + LIFETIME_MS);
  if (!mayAsk(event, event.data, facts.publishers)) {
    return { notificationId, expiresAt, refusal: 'policy.publisher_not_allowed', deliveries: [] };
  }
  const people = audienceOf(event.data.recipients, facts);
  const profiles = facts.profilesFor(event.data.actorId);
  return {
    notificationId,
    expiresAt,
    deliveries: people.map((person) => decide(event, person, { ...facts, profiles })),
  };
}

function decide(
  event: Requested,
  { userId, address, user }: Member,
  facts: Facts & { readonly profiles: readonly SendingProfile[] },
): Refusal | Acceptance {
  const id = facts.newId();
  if (address === undefined) return { id, userId, state: 'rejected', refusal: 'recipient.unknown' };
  if (facts.isSuppressed(address)) {
    return { id, userId, state: 'suppressed', refusal: 'recipient.suppressed', address };
  }
  const { kind, actorId } = event.data;
  const acting = actorId === undefined ? undefined : facts.userOf(actorId);
  try {
    const way = chooseProfile(OCCASIONS[kind], acting, facts.profiles);
    const recipient = { name: wellFormed(user?.displayName ?? ''), address };
    if (!admissionOf(way.profile.policy, address).isAllowed) {
      return { id, userId, state: 'rejected', refusal: 'policy.recipient_not_allowed' };
    }
    return { id, userId, ...accept(event, { recipient, user, acting, ...way }, facts) };
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    return { id, userId, state: 'rejected', refusal: error.code };
  }
}

/** To whom, for whom and through what. */
interface Way extends ChosenProfile {
  readonly recipient: { readonly name: string; readonly address: string };
  readonly user: DirectoryUser | undefined;
  readonly acting: DirectoryUser | undefined;
}

function accept({ data }: Requested, way: Way, facts: Facts): Omit<Acceptance, keyof Planned> {
  const { profile, rule: profileRule, recipient: to } = way;
  // What a script sends is answered to whom it comes from, not to us.
  const isOfSystem = OCCASIONS[data.kind].through === 'system';
  const mailbox = isOfSystem && facts.mailbox?.enabled ? facts.mailbox : undefined;
  const purpose = purposeOf(data.kind, mailbox);
  const replyKey = facts.newReplyKey();
  const token = mintToken({ purpose, replyKey, expiryDay: expiryDayFor(facts.now) }, facts.intentKeys);
  const { kind, threadId } = data;
  const { messageId, ...headers } = addressing({ kind, token, threadId, mailbox, fromAddress: fromAddressOf(profile) });
  const words = render(data, { purpose, reviewUrl: facts.reviewUrl });
  const mail = { to, ...pinnedFrom(kind, way), ...words, date: facts.now.toISOString(), ...headers };
  return { address: to.address, profileId: profile.id, profileRule, messageId, purpose, replyKey, mail };
}

/** Decided now where it depends on people; what the profile says is read when it is sent. */
function pinnedFrom(kind: Requested['data']['kind'], { profile, acting, user }: Way): Pick<PinnedMail, 'from'> {
  const { rule, address, name = '' } = chooseFrom(OCCASIONS[kind], profile, { acting, recipient: user });
  return PINNED.includes(rule) ? { from: { address, name: wellFormed(name) } } : {};
}

const PINNED: readonly FromRule[] = ['forced-from', 'alternative-sender', 'acting-user'];

/** Whether something that the plan lacked may only be late: settings travel by another way than events. */
export const mayBeTooEarly = ({ deliveries }: Plan, event: Requested, now: Date): boolean => {
  const ageMs = now.getTime() - new Date(event.time).getTime();
  return deliveries.some(({ state }) => state === 'rejected') && ageMs > -CLOCK_SKEW_MS && ageMs < GRACE_MS;
};

const GRACE_MS = 1_500;
const CLOCK_SKEW_MS = 5_000;
