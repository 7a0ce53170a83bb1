import { createHash } from 'node:crypto';
import { jetstream, jetstreamManager, type JetStreamClient } from '@nats-io/jetstream';
import { Objm } from '@nats-io/obj';
import { headers, type MsgHdrs } from '@nats-io/transport-node';
import { REPLY_FILES_BUCKET } from '@replyline/contracts';
import { Failure } from '@replyline/errors';
import { Injectable } from '@nestjs/common';
import { ensureReplyFilesBucket } from './bootstrap.js';
import { NatsLink } from './nats-link.js';
import { describeObject, readObject } from './stored-object.js';

/** What the client of NATS makes, and what a broker takes without being told. */
const PIECE_BYTES = 128 * 1024;
const PATIENCE_MS = 10_000;
/** What a removal says is stored before it frees anything: without room for it a full bucket would stay full. */
const ROOM_TO_REMOVE_BYTES = 1024 * 1024;

/** Files of replies, each under the hash of its content: what is put twice lies there once. */
@Injectable()
export class ReplyFileStore {
  private isEnsured = false;

  constructor(private readonly link: NatsLink) {}

  /**
   * Does nothing where it lies there. The pieces are named by the hash too, and the first one ends what an earlier try
   * left of them, so that nobody needs the right to purge. Whoever puts the same content at the same time must wait.
   *
   * Throws `service.unavailable` when the broker does not take it, and when the bucket is full; `service.no_room` when
   * there is not even room for the bucket.
   */
  async put(bytes: Uint8Array, mediaType: string): Promise<void> {
    const sha256 = createHash('sha256').update(bytes).digest();
    const name = sha256.toString('hex');
    await this.during(async () => {
      await this.ensure();
      const known = await describeObject(this.link.connection, { bucket: REPLY_FILES_BUCKET, object: name });
      if (known && !known.deleted && known.size === bytes.length) return;
      await this.makeSureOfRoom(bytes.length);
      await this.write(name, bytes, { digest: `SHA-256=${sha256.toString('base64url')}=`, mediaType });
    });
  }

  /**
   * `undefined` when it is not there, or is not what its name says.
   *
   * Throws `service.unavailable` when the broker does not answer.
   */
  async read(sha256: string, sizeBytes: number, signal: AbortSignal): Promise<Buffer | undefined> {
    const wanted = { bucket: REPLY_FILES_BUCKET, object: sha256, sizeBytes, signal };
    const { bytes } = (await readObject(this.link.connection, wanted)) ?? {};
    return bytes && createHash('sha256').update(bytes).digest('hex') === sha256 ? bytes : undefined;
  }

  /** Everything that lies there, by its hash. Throws `service.unavailable` when the broker does not answer. */
  async list(): Promise<{ readonly sha256: string; readonly storedAt: Date }[]> {
    try {
      await this.ensure();
      const objects = await (await new Objm(this.link.connection).open(REPLY_FILES_BUCKET, false)).list();
      const files = objects.filter(({ name, deleted }) => !deleted && SHA256.test(name));
      return files.map(({ name, mtime }) => ({ sha256: name, storedAt: new Date(mtime) }));
    } catch (cause) {
      throw asOutage(cause);
    }
  }

  /** What nobody names any more. A marker is left, and an empty piece: neither is worth the right to purge. */
  async remove(sha256: string): Promise<void> {
    await this.during(async () => {
      const description = { name: sha256, bucket: REPLY_FILES_BUCKET, nuid: sha256, size: 0, chunks: 0, deleted: true };
      await this.say(descriptionOf(sha256), JSON.stringify({ ...description, digest: '', mtime: now() }), alone());
      await this.say(piecesOf(sha256), '', alone());
    });
  }

  private async makeSureOfRoom(sizeBytes: number): Promise<void> {
    const { streams } = await jetstreamManager(this.link.connection);
    const { config, state } = await streams.info(`OBJ_${REPLY_FILES_BUCKET}`);
    const isLimited = config.max_bytes > 0;
    if (isLimited && state.bytes + sizeBytes > config.max_bytes - ROOM_TO_REMOVE_BYTES)
      throw new Error(`the bucket ${REPLY_FILES_BUCKET} is full: give it more than ${config.max_bytes} bytes`);
  }

  private async write(name: string, bytes: Uint8Array, { digest, mediaType }: { digest: string; mediaType: string }) {
    let chunks = 0;
    for (let from = 0; from < bytes.length; from += PIECE_BYTES, chunks += 1) {
      await this.say(piecesOf(name), bytes.subarray(from, from + PIECE_BYTES), chunks === 0 ? alone() : undefined);
    }
    const description = { name, bucket: REPLY_FILES_BUCKET, nuid: name, size: bytes.length, chunks, digest };
    const said = { ...description, mtime: now(), deleted: false, headers: { 'Content-Type': [mediaType] } };
    await this.say(descriptionOf(name), JSON.stringify(said), alone());
  }

  private async say(subject: string, payload: Uint8Array | string, headers?: MsgHdrs): Promise<void> {
    await this.client().publish(subject, payload, { timeout: PATIENCE_MS, ...(headers && { headers }) });
  }

  private client(): JetStreamClient {
    return jetstream(this.link.connection);
  }

  private async ensure(): Promise<void> {
    if (this.isEnsured) return;
    await ensureReplyFilesBucket(this.link.connection);
    this.isEnsured = true;
  }

  private async during(act: () => Promise<void>): Promise<void> {
    try {
      await act();
    } catch (cause) {
      // A broker that lost its data has lost the bucket too.
      this.isEnsured = false;
      throw asOutage(cause);
    }
  }
}

const asOutage = (cause: unknown): Failure =>
  cause instanceof Failure ? cause : new Failure('service.unavailable', { service: 'nats' }, { cause });

const SHA256 = /^[0-9a-f]{64}$/;
const now = (): string => new Date().toISOString();
const piecesOf = (name: string): string => `$O.${REPLY_FILES_BUCKET}.C.${name}`;
const descriptionOf = (name: string): string =>
  `$O.${REPLY_FILES_BUCKET}.M.${Buffer.from(name).toString('base64').replaceAll('+', '-').replaceAll('/', '_')}`;

/** All that was said on the subject before is forgotten. */
function alone(): MsgHdrs {
  const said = headers();
  said.set('Nats-Rollup', 'sub');
  return said;
}
