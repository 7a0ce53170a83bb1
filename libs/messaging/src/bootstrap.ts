import { isDeepStrictEqual } from 'node:util';
import {
  JetStreamApiError,
  jetstreamManager,
  StorageType,
  type JetStreamManager,
  type StreamConfig,
} from '@nats-io/jetstream';
import { Objm } from '@nats-io/obj';
import { nanos, type NatsConnection } from '@nats-io/transport-node';
import {
  attachmentBucketOf,
  ATTACHMENTS_LAST_DAYS,
  BUCKETS,
  MOST_BUCKET_BYTES,
  MOST_REPLY_FILES_BUCKET_BYTES,
  REPLY_FILES_BUCKET,
  STREAMS,
  type StreamName,
} from '@replyline/contracts';
import { alreadyExists } from './already-exists.js';
import { asNoRoom } from './as-no-room.js';
import { BUCKET_LIMITS, limitsOf } from './stream-limits.js';

const DAY_MS = 86_400_000;
const NO_CONSUMER = 10_014;
const NO_STREAM = 10_059;

/** Durables of earlier versions. Nobody handles what they hold back, and one that comes again would replay its stream. */
const RETIRED: readonly (readonly [stream: StreamName, durable: string])[] = [
  ['NOTIFICATION', 'outbound-mail-accept-notification'],
  ['NOTIFICATION', 'outbound-mail-accept-urgent'],
  ['NOTIFICATION', 'outbound-mail-accept-normal'],
  ['NOTIFICATION', 'outbound-mail-accept-bulk'],
  ['NOTIFICATION', 'outbound-mail-cancel-notification'],
];

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
