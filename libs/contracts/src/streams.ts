/** The streams and what each of them keeps (`architecture.md`, Streams). */
export const STREAMS = {
  NOTIFICATION: ['notification.>'],
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
  const area = `${subject.split('.', 1)[0]}.>`;
  for (const [name, subjects] of Object.entries(STREAMS)) {
    if ((subjects as readonly string[]).includes(area)) return name as StreamName;
  }
  throw new Error(`no stream keeps ${area}`);
}
