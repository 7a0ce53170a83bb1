import { lane } from './events/notification-requested.v1.js';

/**
 * The streams and what each of them keeps (`architecture.md`, Streams). What publishers say is apart from what services
 * say, and named subject by subject: whoever publishes where nobody reads is told at once.
 */
export const STREAMS = {
  NOTIFICATION: [
    'notification.accepted.v1',
    'notification.sent.v1',
    'notification.deferred.v1',
    'notification.failed.v1',
    'notification.unknown.v1',
    'notification.expired.v1',
    'notification.cancelled.v1',
    'notification.rejected.v1',
  ],
  REQUEST: [...lane.options.map((of) => `notification.requested.v1.${of}.*` as const), 'notification.cancel.v1.*'],
  REPLY: ['reply.>', 'mail.>', 'mailbox.>'],
  CONVERSATION: ['conversation.>'],
  CONFIG: ['config.>', 'subscription.>'],
  DEAD_LETTER: ['dead-letter.>'],
} as const satisfies Record<string, readonly string[]>;

export type StreamName = keyof typeof STREAMS;

/** The KV buckets: what config knows, for services that must work while config is down. */
export const BUCKETS = ['settings', 'directory'] as const;
export type BucketName = (typeof BUCKETS)[number];

/** The stream that keeps an event of this type. One that no stream keeps would be lost, so it is a defect. */
export function streamOf(type: string): StreamName {
  for (const [name, subjects] of Object.entries(STREAMS)) {
    if (subjects.some((subject) => keeps(subject, type))) return name as StreamName;
  }
  throw new Error(`no stream keeps ${type}`);
}

/** `a.>` keeps `a.b`; `a.b.*`, for who says it, keeps `a.b`. */
const keeps = (subject: string, type: string): boolean =>
  subject === type || (subject.endsWith('>') ? type.startsWith(subject.slice(0, -1)) : subject.startsWith(`${type}.`));
