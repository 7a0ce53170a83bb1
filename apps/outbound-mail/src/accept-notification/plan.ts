import {
  fromAddressOf,
  SYSTEM_PROFILE,
  type DirectoryUser,
  type EventOf,
  type NotificationRequestedV1,
  type ReplyMailbox,
  type SendingProfile,
} from '@replyline/contracts';
import type { ErrorCode } from '@replyline/errors';
import { expiryDayFor, mintToken, type IntentKeys, type Purpose } from '@replyline/intent';
import { chooseFrom, OCCASIONS, type FromRule } from '@replyline/sending-policy';
import { addressing, purposeOf } from '../render/addressing.js';
import type { PinnedMail } from '../render/pinned-mail.js';
import { render, wellFormed } from '../render/render.js';
import type { Occasion } from '../render/templates.js';
import { mayAsk, type PublisherByName } from './may-ask.js';

export type Requested = EventOf<typeof NotificationRequestedV1>;

/** What the shell looked up, so that the decision need not. */
export interface Facts {
  readonly now: Date;
  readonly profile: SendingProfile | undefined;
  readonly mailbox: ReplyMailbox | undefined;
  readonly publishers: PublisherByName;
  readonly userOf: (id: string) => DirectoryUser | undefined;
  readonly intentKeys: IntentKeys;
  readonly reviewUrl: Occasion['reviewUrl'];
  readonly newId: () => string;
  /** 96 random bits in hexadecimal. */
  readonly newReplyKey: () => string;
}

interface Planned {
  readonly id: string;
  readonly userId: string;
}
export interface Refusal extends Planned {
  readonly refusal: ErrorCode;
}
export interface Acceptance extends Planned {
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
  const userIds = [...new Set(event.data.recipients.map(({ userId }) => userId))];
  return { notificationId, expiresAt, deliveries: userIds.map((userId) => decide(event, userId, facts)) };
}

function decide(event: Requested, userId: string, facts: Facts): Refusal | Acceptance {
  const { profile } = facts;
  const user = facts.userOf(userId);
  const id = facts.newId();
  if (!user) return { id, userId, refusal: 'recipient.unknown' };
  if (!profile) return { id, userId, refusal: 'policy.no_sending_profile' };
  return { id, userId, ...accept(event, user, { ...facts, profile }) };
}

/** Mail that can be answered, and mail of the system itself, always goes by the system profile. */
const PROFILE = { profileId: SYSTEM_PROFILE, profileRule: 'system-notification' } as const;

function accept(
  { data }: Requested,
  user: DirectoryUser,
  facts: Facts & { profile: SendingProfile },
): Omit<Acceptance, keyof Planned> {
  const mailbox = facts.mailbox?.enabled ? facts.mailbox : undefined;
  const purpose = purposeOf(data.kind, mailbox);
  const replyKey = facts.newReplyKey();
  const token = mintToken({ purpose, replyKey, expiryDay: expiryDayFor(facts.now) }, facts.intentKeys);
  const { kind, threadId } = data;
  const { messageId, ...headers } = addressing({
    kind,
    token,
    threadId,
    mailbox,
    fromAddress: fromAddressOf(facts.profile),
  });
  const words = render(data, { purpose, reviewUrl: facts.reviewUrl });
  const to = { name: wellFormed(user.displayName), address: user.address };
  const mail = { to, ...pinnedFrom(data, user, facts), ...words, date: facts.now.toISOString(), ...headers };
  return { address: user.address, ...PROFILE, messageId, purpose, replyKey, mail };
}

/** Decided now where it depends on people; what the profile says is read when it is sent. */
function pinnedFrom(
  { kind, actorId }: Requested['data'],
  recipient: DirectoryUser,
  { profile, userOf }: Facts & { profile: SendingProfile },
): Pick<PinnedMail, 'from'> {
  const acting = actorId === undefined ? undefined : userOf(actorId);
  const { rule, address, name = '' } = chooseFrom(OCCASIONS[kind], profile, { acting, recipient });
  return PERSONAL.includes(rule) ? { from: { address, name: wellFormed(name) } } : {};
}

const PERSONAL: readonly FromRule[] = ['alternative-sender', 'acting-user'];

/** Whether something that the plan lacked may only be late: settings travel by another way than events. */
export const mayBeTooEarly = ({ deliveries }: Plan, event: Requested, now: Date): boolean => {
  const ageMs = now.getTime() - new Date(event.time).getTime();
  return deliveries.some(({ refusal }) => refusal) && ageMs > -CLOCK_SKEW_MS && ageMs < GRACE_MS;
};

const GRACE_MS = 1_500;
const CLOCK_SKEW_MS = 5_000;
