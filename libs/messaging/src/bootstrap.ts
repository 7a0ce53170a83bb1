import { isDeepStrictEqual } from 'node:util';
import {
  AckPolicy,
  DiscardPolicy,
  JetStreamApiError,
  jetstreamManager,
  RetentionPolicy,
  StorageType,
  type ConsumerConfig,
  type JetStreamManager,
  type StreamConfig,
} from '@nats-io/jetstream';
import { Objm } from '@nats-io/obj';
import { nanos, type NatsConnection } from '@nats-io/transport-node';
import {
  attachmentBucketOf,
  ATTACHMENTS_LAST_DAYS,
  BUCKETS,
  MAX_EVENT_BYTES,
  MOST_BUCKET_BYTES,
  MOST_REPLY_FILES_BUCKET_BYTES,
  REPLY_FILES_BUCKET,
  STREAMS,
  type StreamName,
} from '@replyline/contracts';
import { asNoRoom } from './as-no-room.js';

const DAY_MS = 86_400_000;
/** `stream name already in use` and `consumer already exists`: nats-server 2.10 says so where 2.9 updates silently. */
const EXISTS = new Set([10_058, 10_148, 10_013]);
const NO_CONSUMER = 10_014;
const NO_STREAM = 10_059;

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

const limitsOf = (name: string): Partial<StreamConfig> => (name === 'REQUEST' ? REQUEST_LIMITS : STREAM_LIMITS);

/** Durables of earlier versions. Nobody handles what they hold back, and one that comes again would replay its stream. */
const RETIRED: readonly (readonly [stream: StreamName, durable: string])[] = [
  ['NOTIFICATION', 'outbound-mail-accept-notification'],
  ['NOTIFICATION', 'outbound-mail-accept-urgent'],
  ['NOTIFICATION', 'outbound-mail-accept-normal'],
  ['NOTIFICATION', 'outbound-mail-accept-bulk'],
  ['NOTIFICATION', 'outbound-mail-cancel-notification'],
];

/** What a client of KV would make, but for roll-ups: they need the right to purge, and a document is ended by a marker. */
const BUCKET_LIMITS = {
  ...NOTHING_IS_TAKEN_BACK,
  storage: StorageType.File,
  retention: RetentionPolicy.Limits,
  max_msgs_per_subject: 1,
  discard: DiscardPolicy.New,
  allow_direct: true,
  allow_rollup_hdrs: false,
};

/** How long a handler may be silent before its event is delivered again; it says "working" three times in between. */
export const ACK_WAIT_MS = 30_000;
/** How many events of one consumer may be in the hands of all replicas together. */
const MAX_ACK_PENDING = 256;

/**
 * Creates what is missing and corrects what differs. Every service does it at start: whoever is first creates. Throws
 * `service.no_room`.
 */
export const ensureStreams = (connection: NatsConnection): Promise<void> => makeStreams(connection).catch(asNoRoom);

async function makeStreams(connection: NatsConnection): Promise<void> {
  const manager = await jetstreamManager(connection);
  for (const [name, subjects] of Object.entries(STREAMS)) {
    await ensureStream(manager, name, { subjects: [...subjects], ...limitsOf(name) });
  }
  for (const [stream, durable] of RETIRED) await retire(manager, stream, durable);
  for (const bucket of BUCKETS) {
    await ensureStream(manager, `KV_${bucket}`, { subjects: [`$KV.${bucket}.>`], ...BUCKET_LIMITS });
  }
}

async function retire(manager: JetStreamManager, stream: StreamName, durable: string): Promise<void> {
  try {
    await manager.consumers.delete(stream, durable);
  } catch (error) {
    if (!(error instanceof JetStreamApiError && error.code === NO_CONSUMER)) throw error;
  }
}

/** Where a publisher puts the files of its mail. Throws `service.no_room`. */
export async function ensureAttachmentBucket(connection: NatsConnection, publisher: string): Promise<void> {
  const limits = {
    storage: StorageType.File,
    ttl: nanos(ATTACHMENTS_LAST_DAYS * DAY_MS),
    max_bytes: MOST_BUCKET_BYTES,
  };
  await new Objm(connection).create(attachmentBucketOf(publisher), limits).catch(asNoRoom);
}

/**
 * Where the files of replies lie for as long as their posts do. One that is there keeps the limit that an operator gave it.
 * Throws `service.no_room`.
 */
export async function ensureReplyFilesBucket(connection: NatsConnection): Promise<void> {
  const limits = { storage: StorageType.File, max_bytes: MOST_REPLY_FILES_BUCKET_BYTES };
  await new Objm(connection).create(REPLY_FILES_BUCKET, limits).catch(asNoRoom);
}

/**
 * What is there is looked at and not made again: nats-server 2.9 asks for the room of a stream once more before it sees that it
 * has it, so with little to spare every start would fail.
 */
async function ensureStream(manager: JetStreamManager, name: string, config: Partial<StreamConfig>): Promise<void> {
  const known = await configOf(manager, name);
  if (known && isSaid(known, config)) return;
  if (known) return void (await manager.streams.update(name, config));
  try {
    await manager.streams.add({ name, ...config });
  } catch (error) {
    // Another service was faster, perhaps one of another version.
    if (!alreadyExists(error)) throw error;
    await manager.streams.update(name, config);
  }
}

async function configOf(manager: JetStreamManager, name: string): Promise<StreamConfig | undefined> {
  try {
    return (await manager.streams.info(name)).config;
  } catch (error) {
    if (error instanceof JetStreamApiError && error.code === NO_STREAM) return undefined;
    throw error;
  }
}

const isSaid = (known: StreamConfig, wanted: Partial<StreamConfig>): boolean =>
  isDeepStrictEqual({ ...known, ...wanted }, known);

/** A durable pull consumer. Its name is its identity: renaming one replays the stream. Throws `service.no_room`. */
export async function ensureConsumer(connection: NatsConnection, stream: StreamName, durable: string, filter: string) {
  const manager = await jetstreamManager(connection);
  const config: Partial<ConsumerConfig> = {
    filter_subject: filter,
    ack_policy: AckPolicy.Explicit,
    ack_wait: nanos(ACK_WAIT_MS),
    max_ack_pending: MAX_ACK_PENDING,
    // We count deliveries ourselves, because an event that JetStream gives up on would be lost.
    max_deliver: -1,
  };
  try {
    await manager.consumers.add(stream, { durable_name: durable, ...config });
  } catch (error) {
    if (!alreadyExists(error)) asNoRoom(error);
    await manager.consumers.update(stream, durable, config);
  }
}

const alreadyExists = (error: unknown): boolean => error instanceof JetStreamApiError && EXISTS.has(error.code);
