/**
 * The streams and what each of them keeps (`architecture.md`, Streams). Services of others publish to NOTIFICATION: it
 * names what somebody reads and nothing else, so that whoever publishes a request elsewhere is told at once.
 */
export const STREAMS = {
  NOTIFICATION: [
    'notification.requested.v1.urgent.*',
    'notification.requested.v1.normal.*',
    'notification.requested.v1.bulk.*',
    'notification.cancel.v1.*',
    'notification.accepted.v1',
    'notification.rejected.v1',
    'notification.sent.v1',
    'notification.deferred.v1',
    'notification.failed.v1',
    'notification.unknown.v1',
    'notification.expired.v1',
    'notification.cancelled.v1',
  ],
  REPLY: ['reply.>', 'mail.>', 'mailbox.>'],
  CONVERSATION: ['conversation.>'],
  CONFIG: ['config.>', 'subscription.>'],
  DEAD_LETTER: ['dead-letter.>'],
} as const satisfies Record<string, readonly string[]>;

export type StreamName = keyof typeof STREAMS;

/** The KV buckets: what config knows, for services that must work while config is down. */
export const BUCKETS = ['settings', 'directory'] as const;
export type BucketName = (typeof BUCKETS)[number];

/** The stream that keeps a subject. A subject that no stream keeps would be lost, so it is a defect. */
export function streamOf(subject: string): StreamName {
  const area = `${subject.split('.', 1)[0]}.`;
  for (const [name, subjects] of Object.entries(STREAMS)) {
    if (subjects.some((it) => it.startsWith(area))) return name as StreamName;
  }
  throw new Error(`no stream keeps ${area}>`);
}
