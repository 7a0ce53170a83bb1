import { JetStreamApiError, jetstream, type ConsumerMessages } from '@nats-io/jetstream';
import { Objm, type ObjectInfo } from '@nats-io/obj';
import { attachmentBucketOf } from '@replyline/contracts';
import { Failure } from '@replyline/errors';
import { Injectable } from '@nestjs/common';
import { ensureAttachmentBucket } from './bootstrap.js';
import { NatsLink } from './nats-link.js';

export interface Wanted {
  readonly publisher: string;
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
      /** What its publisher said it was when he put it there. */
      readonly mediaType: string | undefined;
    };

/** What a piece lies under is a name by chance; anything else would be a wildcard, or another subject. */
const CHANCE = /^[A-Za-z0-9]+$/;
/** A broker that has the pieces sends them in less; one that has lost some would let us wait for ever. */
const SILENCE_MS = 15_000;
const STREAM_NOT_FOUND = 10_059;

/** Files of mail, each in the bucket of its publisher. */
@Injectable()
export class AttachmentStore {
  constructor(private readonly link: NatsLink) {}

  ensure(publisher: string): Promise<void> {
    return ensureAttachmentBucket(this.link.connection, publisher);
  }

  /**
   * `undefined` when it is not there, or not whole. The client of NATS would follow a link to a bucket of somebody else
   * and would trust the size that the object says of itself, so its pieces are read here.
   *
   * Throws `service.unavailable` when the broker does not answer.
   */
  async read(wanted: Wanted): Promise<StoredFile | undefined> {
    try {
      const info = await this.describe(wanted);
      if (!info || info.deleted || info.options?.link || !CHANCE.test(info.nuid)) return undefined;
      if (info.size !== wanted.sizeBytes) return { sizeBytes: info.size };
      const bytes = info.size === 0 ? Buffer.alloc(0) : await this.pieces(info.nuid, wanted);
      return bytes && { sizeBytes: bytes.length, bytes, mediaType: info.headers?.get('Content-Type') || undefined };
    } catch (cause) {
      if (cause instanceof JetStreamApiError && cause.code === STREAM_NOT_FOUND) return undefined;
      throw new Failure('service.unavailable', { service: 'nats' }, { cause });
    }
  }

  private async describe({ publisher, object }: Wanted): Promise<ObjectInfo | null> {
    const bucket = await new Objm(this.link.connection).open(attachmentBucketOf(publisher), false);
    return bucket.info(object);
  }

  private async pieces(name: string, { publisher, sizeBytes, signal }: Wanted): Promise<Buffer | undefined> {
    const bucket = attachmentBucketOf(publisher);
    const consumer = await jetstream(this.link.connection).consumers.get(`OBJ_${bucket}`, {
      filter_subjects: `$O.${bucket}.C.${name}`,
    });
    try {
      if ((await consumer.info()).num_pending === 0) return undefined;
      return await collect(await consumer.consume({ max_messages: PIECES_AT_ONCE }), sizeBytes, signal);
    } finally {
      await consumer.delete().catch(() => false);
    }
  }
}

/** A piece is 128 KB unless its publisher has decided otherwise, and never more than the broker takes. */
const PIECES_AT_ONCE = 16;

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
