import { DiscardPolicy, RetentionPolicy, StorageType, type StreamConfig } from '@nats-io/jetstream';
import { nanos } from '@nats-io/transport-node';
import { MAX_EVENT_BYTES } from '@replyline/contracts';

const DAY_MS = 86_400_000;

/**
 * Nobody needs to take an event back, and whoever asks for something names where the answer goes: an answer that reaches
 * these questions would empty a stream with the rights of the broker (ADR 0017). Neither can be taken back on a stream.
 */
const NOTHING_IS_TAKEN_BACK = { deny_delete: true, deny_purge: true };

const STREAM_LIMITS = {
  ...NOTHING_IS_TAKEN_BACK,
  storage: StorageType.File,
  // Replay after a restore needs the events.
  retention: RetentionPolicy.Limits,
  max_age: nanos(14 * DAY_MS),
  // A full stream refuses the publish: the outbox keeps the row and the event is not lost.
  discard: DiscardPolicy.New,
  max_bytes: 2 * 1024 ** 3,
  duplicate_window: nanos(10 * 60_000),
};

/** Requests and cancels of one publisher that may wait: so many of each lane, and cancels, each at most so large. */
const MOST_WAITING = 5_000;
const MOST_REQUEST_BYTES = MAX_EVENT_BYTES + 8 * 1024;

/**
 * What anybody may say is kept until it is accepted, and what one publisher has waiting never fills the stream for the
 * others. An operator may empty it, and outbound-mail erases a secret in clear from it (ADR 0016, 0021).
 */
const REQUEST_LIMITS = {
  storage: StorageType.File,
  retention: RetentionPolicy.Workqueue,
  max_age: nanos(14 * DAY_MS),
  discard: DiscardPolicy.New,
  discard_new_per_subject: true,
  max_msgs_per_subject: MOST_WAITING,
  max_msg_size: MOST_REQUEST_BYTES,
  max_bytes: 6 * 1024 ** 3,
  // An id that another publisher has used would swallow the request. It cannot be off; who accepts knows repeats by itself.
  duplicate_window: nanos(100),
};

/** What the stream of this name may hold, and how long. */
export const limitsOf = (name: string): Partial<StreamConfig> => (name === 'REQUEST' ? REQUEST_LIMITS : STREAM_LIMITS);

/** What a client of KV would make, but for roll-ups: they need the right to purge, and a document is ended by a marker. */
export const BUCKET_LIMITS = {
  ...NOTHING_IS_TAKEN_BACK,
  storage: StorageType.File,
  retention: RetentionPolicy.Limits,
  max_msgs_per_subject: 1,
  discard: DiscardPolicy.New,
  allow_direct: true,
  allow_rollup_hdrs: false,
};
