import { createHash } from 'node:crypto';
import { jetstream } from '@nats-io/jetstream';
import { Objm, type ObjectStore } from '@nats-io/obj';
import { headers, type NatsConnection } from '@nats-io/transport-node';
import { attachment, attachmentBucketOf, brokenBy, MOST_ATTACHED_BYTES, type Attachment } from '@replyline/contracts';
import { Failure } from '@replyline/errors';

/** What the recipient sees of a file before he opens it. */
export interface NamedFile {
  readonly filename: string;
  /** `type/subtype`, without parameters. */
  readonly mediaType: string;
}

export interface Bucket {
  readonly connection: NatsConnection;
  readonly publisher: string;
  readonly timeoutMs: number;
}

/** One that is younger lasts longer than any mail that is asked for with it now. */
const FRESH_MS = 86_400_000;

const TOO_LARGE = { paths: 'sizeBytes', why: `sizeBytes: must be at most ${MOST_ATTACHED_BYTES}` };

export async function putFile(
  { connection, publisher, timeoutMs }: Bucket,
  { filename, mediaType }: NamedFile,
  content: Uint8Array | AsyncIterable<Uint8Array>,
): Promise<Attachment> {
  const bytes = content instanceof Uint8Array ? content : await gathered(content);
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const known = { filename, mediaType, sizeBytes: bytes.length, sha256 };
  const file = carried({ ...known, object: objectOf(known) });
  // A publisher may ask for its own bucket, and nothing about the account.
  const client = jetstream(connection, { checkAPI: false, timeout: timeoutMs });
  const store = await new Objm(client).open(attachmentBucketOf(publisher), false);
  if (await isThere(store, file).catch(explained(publisher))) return file;
  const said = headers();
  said.set('Content-Type', file.mediaType);
  await store.putBlob({ name: file.object, headers: said }, bytes, { timeout: timeoutMs });
  return file;
}

function carried(file: Attachment): Attachment {
  const { data, error } = attachment.safeParse(file);
  if (data) return data;
  throw new Failure('contract.invalid_event', brokenBy(error));
}

/** The same octets as another type are another object: the type is compared too. */
const objectOf = ({ sha256, mediaType }: Pick<Attachment, 'sha256' | 'mediaType'>): string =>
  `${sha256}.${createHash('sha256').update(mediaType.toLowerCase()).digest('hex').slice(0, 8)}`;

const explained =
  (publisher: string) =>
  (error: Error): never => {
    if (error.name !== 'StreamNotFoundError') throw error;
    const reason = `outbound-mail makes it once config knows the publisher: PUT /v1/publishers/${publisher}`;
    throw new Error(`there is no bucket ${attachmentBucketOf(publisher)}; ${reason}`, { cause: error });
  };

/** And stays long enough. */
async function isThere(store: ObjectStore, { object, sizeBytes }: Attachment): Promise<boolean> {
  const known = await store.info(object);
  if (!known || known.deleted || known.size !== sizeBytes) return false;
  return Date.now() - new Date(known.mtime).getTime() < FRESH_MS;
}

/** The name of an object is what is in it, so all of it is read first; no more than a mail may carry. */
async function gathered(content: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const pieces: Uint8Array[] = [];
  let length = 0;
  for await (const piece of content) {
    length += piece.length;
    if (length > MOST_ATTACHED_BYTES) throw new Failure('contract.invalid_event', TOO_LARGE);
    pieces.push(piece);
  }
  return Buffer.concat(pieces);
}
