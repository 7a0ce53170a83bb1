import type { Attachment } from '@replyline/contracts';
import type { StoredFile } from '@replyline/messaging';
import type { MailAttachment } from '@replyline/providers';
import { createHash } from 'node:crypto';
import { Failure } from '@replyline/errors';

/** What a mail carries beside its words, as it was announced, and in whose bucket. Nothing of a file is kept but this. */
export interface PinnedFiles {
  readonly publisher: string;
  readonly attachments: readonly Attachment[];
}

/**
 * The file, if it is the one that was announced.
 *
 * Throws `attachment.missing`, `attachment.changed`: with the place in the list, because a name may tell.
 */
export function asAnnounced(announced: Attachment, found: StoredFile | undefined, place: number): MailAttachment {
  if (!found) throw new Failure('attachment.missing', { place });
  if (!found.bytes || !isSame(announced, found)) {
    throw new Failure('attachment.changed', { place, announcedBytes: announced.sizeBytes, bytes: found.sizeBytes });
  }
  return { filename: announced.filename, mediaType: announced.mediaType, content: found.bytes };
}

/** Who put it there need not say what it is. */
function isSame({ sha256, sizeBytes, mediaType }: Attachment, found: StoredFile & { readonly bytes: Buffer }): boolean {
  const { bytes, mediaType: said = mediaType } = found;
  return (
    bytes.length === sizeBytes &&
    said.toLowerCase() === mediaType &&
    createHash('sha256').update(bytes).digest('hex') === sha256
  );
}
