import { JetStreamApiError, jetstream, type ConsumerMessages } from '@nats-io/jetstream';
import { Objm, type ObjectInfo } from '@nats-io/obj';
import type { NatsConnection } from '@nats-io/transport-node';
import { Failure } from '@replyline/errors';

interface WantedObject {
  readonly bucket: string;
  readonly object: string;
  /** Nothing is read of an object of another size. */
  readonly sizeBytes: number;
  readonly signal: AbortSignal;
}

export type StoredFile =
  | { readonly sizeBytes: number; readonly bytes?: undefined }
  | {
      readonly sizeBytes: number;
      readonly bytes: Buffer;
      /** What whoever put it there said it was. */
      readonly mediaType: string | undefined;
    };

/** What a piece lies under is a name by chance; anything else would be a wildcard, or another subject. */
const CHANCE = /^[A-Za-z0-9]+$/;
/** A broker that has the pieces sends them in less; one that has lost some would let us wait for ever. */
const SILENCE_MS = 15_000;
const STREAM_NOT_FOUND = 10_059;
/** A piece is 128 KB unless its publisher has decided otherwise, and never more than the broker takes. */
const PIECES_AT_ONCE = 16;

/**
 * `undefined` when it is not there, or not whole. The client of NATS would follow a link to a bucket of somebody else
 * and would trust the size that the object says of itself, so its pieces are read here.
 *
 * Throws `service.unavailable` when the broker does not answer.
 */
export async function readObject(connection: NatsConnection, wanted: WantedObject): Promise<StoredFile | undefined> {
  try {
    const info = await describeObject(connection, wanted);
    if (!info || info.deleted || info.options?.link || !CHANCE.test(info.nuid)) return undefined;
    if (info.size !== wanted.sizeBytes) return { sizeBytes: info.size };
    const bytes = info.size === 0 ? Buffer.alloc(0) : await pieces(connection, info.nuid, wanted);
    return bytes && { sizeBytes: bytes.length, bytes, mediaType: info.headers?.get('Content-Type') || undefined };
  } catch (cause) {
    if (cause instanceof JetStreamApiError && cause.code === STREAM_NOT_FOUND) return undefined;
    throw new Failure('service.unavailable', { service: 'nats' }, { cause });
  }
}

export async function describeObject(
  connection: NatsConnection,
  { bucket, object }: Pick<WantedObject, 'bucket' | 'object'>,
): Promise<ObjectInfo | null> {
  return (await new Objm(connection).open(bucket, false)).info(object);
}

async function pieces(connection: NatsConnection, name: string, { bucket, sizeBytes, signal }: WantedObject) {
  const consumer = await jetstream(connection).consumers.get(`OBJ_${bucket}`, {
    filter_subjects: `$O.${bucket}.C.${name}`,
  });
  try {
    if ((await consumer.info()).num_pending === 0) return undefined;
    return await collect(await consumer.consume({ max_messages: PIECES_AT_ONCE }), sizeBytes, signal);
  } finally {
    await consumer.delete().catch(() => false);
  }
}

/** Never holds more than one piece beyond what was asked for. */
async function collect(pieces: ConsumerMessages, sizeBytes: number, signal: AbortSignal): Promise<Buffer | undefined> {
  const stop = () => pieces.stop();
  let silence = setTimeout(stop, SILENCE_MS);
  signal.addEventListener('abort', stop, { once: true });
  if (signal.aborted) stop();
  const read: Uint8Array[] = [];
  let length = 0;
  try {
    for await (const piece of pieces) {
      clearTimeout(silence);
      silence = setTimeout(stop, SILENCE_MS);
      read.push(piece.data);
      length += piece.data.length;
      if (length > sizeBytes || piece.info.pending === 0) return Buffer.concat(read);
    }
    return undefined;
  } finally {
    clearTimeout(silence);
    signal.removeEventListener('abort', stop);
    stop();
  }
}
