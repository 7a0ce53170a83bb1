import type { AttachmentItem, FileAttachment, UploadSession } from '@microsoft/microsoft-graph-types';
import { Failure } from '@replyline/errors';
import { z } from 'zod';
import type { MailAttachment } from '../provider.js';
import type { GraphClient } from './graph-client.js';

/**
 * A file of 3 MB and more goes in pieces, one that is smaller must not (Graph, large attachments). Which megabyte is
 * meant is not said, so the smaller one is tried in pieces, and what Graph finds too small for that goes at once.
 */
const LARGE_BYTES = 3_000_000;
const TOO_SMALL = 'ErrorAttachmentSizeShouldNotBeLessThanMinimumSize';
/** Each piece but the last is a multiple of 320 KiB, and all are below 4 MB. */
const PIECE_BYTES = 12 * 320 * 1024;

const session = z.object({ uploadUrl: z.string() }) satisfies z.ZodType<Pick<UploadSession, 'uploadUrl'>>;

/** A draft, by its path below the mailbox, and how long we have. */
interface DraftPlace {
  readonly path: string;
  readonly signal: AbortSignal;
}

/** Adds a file to a draft. Throws `provider.*`. */
export async function attach(graph: GraphClient, file: MailAttachment, draft: DraftPlace): Promise<void> {
  if (file.content.length < LARGE_BYTES) return attachAtOnce(graph, file, draft);
  const place = await placeFor(graph, file, draft).catch((error: unknown) => {
    if (error instanceof Failure && error.details['graphCode'] === TOO_SMALL) return undefined;
    throw error;
  });
  return place === undefined ? attachAtOnce(graph, file, draft) : attachInPieces(graph, file, { ...draft, place });
}

/** OData tells the types of attachments apart by this, which the TypeScript types of Graph leave out. */
type TypedFile = FileAttachment & { readonly '@odata.type': string };

/** A file in the words of Graph, in one question. */
export const fileAttachment = ({ filename, mediaType, content }: MailAttachment): TypedFile => ({
  '@odata.type': '#microsoft.graph.fileAttachment',
  name: filename,
  contentType: mediaType,
  contentBytes: content.toString('base64') as unknown as null,
});

async function attachAtOnce(graph: GraphClient, file: MailAttachment, { path, signal }: DraftPlace): Promise<void> {
  const text = JSON.stringify(fileAttachment(file));
  await graph.ask({ method: 'POST', path: `${path}/attachments`, body: { type: 'application/json', text }, signal });
}

async function attachInPieces(
  graph: GraphClient,
  { content }: MailAttachment,
  { place, signal }: { readonly place: string; readonly signal: AbortSignal },
): Promise<void> {
  const { length } = content;
  for (let start = 0; start < length; start += PIECE_BYTES) {
    const bytes = content.subarray(start, start + PIECE_BYTES);
    await graph.put(place, { bytes, range: `bytes ${start}-${start + bytes.length - 1}/${length}`, signal });
  }
}

async function placeFor(
  graph: GraphClient,
  { filename, mediaType, content }: MailAttachment,
  { path, signal }: DraftPlace,
): Promise<string> {
  const item: AttachmentItem = {
    attachmentType: 'file',
    name: filename,
    contentType: mediaType,
    size: content.length,
  };
  const body = { type: 'application/json', text: JSON.stringify({ AttachmentItem: item }) } as const;
  const answer = await graph.ask({ method: 'POST', path: `${path}/attachments/createUploadSession`, body, signal });
  const made = session.safeParse(answer);
  if (!made.success || !graph.mayUploadTo(made.data.uploadUrl)) throw new Failure('provider.protocol_error');
  return made.data.uploadUrl;
}
