import { replyOutcome } from '@replyline/contracts';
import { z } from 'zod';
import type { Attempt } from '../keep-deliveries/attempt.entity.js';
import { DELIVERY_STATES, ON_ITS_WAY, WAITING, type DeliveryState } from '../keep-deliveries/delivery-state.js';
import type { Delivery } from '../keep-deliveries/delivery.entity.js';
import type { SentSearch } from '../reconcile-unknown/sent-search.entity.js';
import type { DeliveryReply } from '../note-reply/delivery-reply.entity.js';
import type { DeliveryReport } from '../suppress-address/delivery-report.entity.js';
import type { DeliveryResend } from '../resend-delivery/delivery-resend.entity.js';
import { aboutResolution } from '../reconcile-unknown/resolution.js';
import { reasonOf, reasonView } from './reason.js';

const attemptView = z.object({
  number: z.int(),
  startedAt: z.iso.datetime(),
  endedAt: z.iso.datetime(),
  outcome: z.enum(['sent', 'deferred', 'failed', 'unknown']),
  reason: reasonView.nullable(),
  /** RFC 5321 §4.2 and RFC 3463. */
  replyCode: z.int().nullable(),
  enhancedCode: z.string().nullable(),
  /** What the server said, with addresses and tokens struck out. */
  said: z.string().nullable(),
});

const reportView = z.object({
  /** RFC 3464 §2.3.3: `failed` or `delayed`, of older ones also `delivered`, `relayed` or `expanded`; or `complaint`. */
  action: z.string(),
  /** RFC 3463. */
  statusCode: z.string(),
  isPermanent: z.boolean(),
  reportedAt: z.iso.datetime(),
});

/** How it is looked for among what its provider has sent, when the answer was lost. */
const searchView = z.object({
  looks: z.int(),
  lookedAt: z.iso.datetime().nullable(),
  /** `null` when the search is over. */
  nextAt: z.iso.datetime().nullable(),
  /**
   * Where the mail was: `sent`, `outbox`, `drafts`, `nowhere`; `reported` when a delivery report came, `unseen` when it
   * was not possible to look.
   */
  seen: z.string().nullable(),
  /** Why it was not possible to look. */
  reason: reasonView.nullable(),
});

const resendView = z.object({
  askedAt: z.iso.datetime(),
  askedBy: z.string().describe('The caller who had it sent again'),
  afterAttempts: z.int().describe('How many attempts there were before'),
});

const replyView = z.object({
  /** Its recipient's own; held until he says that it is; not posted. What he wrote is not kept here. */
  outcome: replyOutcome,
  receivedAt: z.iso.datetime(),
});

export const deliveryView = z.object({
  id: z.uuid(),
  recipient: z.object({ userId: z.uuid().nullable(), address: z.string().nullable() }),
  state: z.enum(DELIVERY_STATES),
  reason: reasonView.nullable(),
  subject: z.string().nullable(),
  messageId: z.string().nullable(),
  providerMessageId: z.string().nullable(),
  profile: z.object({ id: z.string(), rule: z.string() }).nullable(),
  /** Whether an answer to the mail becomes a post. */
  canBeAnswered: z.boolean(),
  /** `null` when nothing more is planned. */
  nextAttemptAt: z.iso.datetime().nullable(),
  expiresAt: z.iso.datetime(),
  settledAt: z.iso.datetime().nullable().describe('When it reached the state that it ended in; null before that'),
  resolution: z.string().nullable().describe(aboutResolution),
  /** When its recipient first answered it. */
  repliedAt: z.iso.datetime().nullable(),
  attempts: z.array(attemptView),
  resends: z.array(resendView).describe('Each time that a person had it sent again'),
  /** What servers said later of mail that was sent. */
  reports: z.array(reportView),
  search: searchView.nullable(),
  /** Everything that came as an answer to it. */
  replies: z.array(replyView),
});

/** As a list shows it, without what happened on the way. */
export const deliverySummary = deliveryView.omit({
  attempts: true,
  resends: true,
  reports: true,
  search: true,
  replies: true,
});

/** Why the profile of a delivery sends nothing of its lane now, and until when. */
export interface Pause {
  readonly code: string;
  readonly until: Date;
}

export const isWaiting = ({ state }: Delivery): boolean => (WAITING as readonly DeliveryState[]).includes(state);

const isOnItsWay = ({ state }: Delivery): boolean => (ON_ITS_WAY as readonly DeliveryState[]).includes(state);

/** What waits for its profile says so: it is not tried before the pause is over. */
export function viewDelivery(it: Delivery, pauses: ReadonlyMap<string, Pause> = new Map()) {
  const found = isWaiting(it) ? pauses.get(it.id) : undefined;
  const pause = found && found.until > it.nextAttemptAt ? found : undefined;
  const nextAttemptAt = pause?.until ?? it.nextAttemptAt;
  return {
    id: it.id,
    recipient: { userId: it.userId, address: it.address },
    state: it.state,
    reason: reasonOf(pause?.code ?? it.code),
    subject: it.mail?.subject ?? null,
    messageId: it.messageId,
    providerMessageId: it.providerMessageId,
    profile: it.profileId === null ? null : { id: it.profileId, rule: it.profileRule ?? '' },
    canBeAnswered: it.purpose === 'reply',
    nextAttemptAt: isWaiting(it) ? nextAttemptAt.toISOString() : null,
    expiresAt: it.expiresAt.toISOString(),
    settledAt: isOnItsWay(it) ? null : (it.settledAt?.toISOString() ?? null),
    resolution: it.resolution,
  };
}

export const viewAttempt = (it: Attempt) => ({
  number: it.number,
  startedAt: it.startedAt.toISOString(),
  endedAt: it.endedAt.toISOString(),
  outcome: it.outcome,
  reason: reasonOf(it.code),
  replyCode: it.replyCode,
  enhancedCode: it.enhancedCode,
  said: it.said,
});

export const viewResend = ({ askedAt, askedBy, afterAttempts }: DeliveryResend) => ({
  askedAt: askedAt.toISOString(),
  askedBy,
  afterAttempts,
});

export const viewSearch = ({ looks, lookedAt, nextAt, seen, code }: SentSearch) => ({
  looks,
  lookedAt: lookedAt?.toISOString() ?? null,
  nextAt: nextAt?.toISOString() ?? null,
  seen,
  reason: reasonOf(code),
});

/** When the first of them came that is its recipient's. */
export const repliedAt = (replies: readonly DeliveryReply[] = []): string | null => {
  const times = replies.filter(({ outcome }) => outcome === 'received').map(({ receivedAt }) => receivedAt.getTime());
  return times.length === 0 ? null : new Date(Math.min(...times)).toISOString();
};

export const viewReply = ({ outcome, receivedAt }: DeliveryReply) => ({
  outcome,
  receivedAt: receivedAt.toISOString(),
});

export const viewReport = ({ action, statusCode, isPermanent, reportedAt }: DeliveryReport) => ({
  action,
  statusCode,
  isPermanent,
  reportedAt: reportedAt.toISOString(),
});
