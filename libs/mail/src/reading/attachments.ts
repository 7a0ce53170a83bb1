import { createHash } from 'node:crypto';
import { contentIdOf } from '../files/pictures-in-text.js';
import { mediaTypeOf } from '../files/media-type.js';
import { pictureSizeOf } from '../files/picture-size.js';
import type { Attachment } from '../mail.js';
import type { ReadAttachment } from './attachment.js';

/** What was read of a message: its parts, or those of what it was wrapped in. */
interface Read {
  readonly attachments: readonly ReadAttachment[];
  readonly html?: string | undefined;
}

/** Each with its content where its hash is wanted; a mail that nobody keeps anything of costs no copies. */
export function toAttachments({ attachments, html }: Read, wanted?: ReadonlySet<string>): Attachment[] {
  const referenced = new Set(attachments.length > 0 && html ? contentIdsIn(html) : []);
  return attachments.map((part) => toAttachment(part, { referenced, wanted }));
}

interface Known {
  readonly referenced: ReadonlySet<string>;
  readonly wanted: ReadonlySet<string> | undefined;
}

function toAttachment(part: ReadAttachment, { referenced, wanted }: Known): Attachment {
  const { content, filename } = part;
  const sha256 = createHash('sha256').update(content).digest('hex');
  const actualType = mediaTypeOf(content, filename);
  const pixels = pictureSizeOf(content, actualType);
  const contentId = part.cid === undefined ? undefined : contentIdOf(part.cid);
  return {
    ...(filename !== undefined && { filename: oneLine(filename) }),
    mediaType: part.contentType,
    actualType,
    sizeBytes: content.length,
    sha256,
    ...(contentId && { contentId }),
    isInline: /^inline$/i.test(part.contentDisposition ?? ''),
    isReferenced: contentId !== undefined && referenced.has(contentId),
    ...(pixels && { pixels }),
    ...(wanted?.has(sha256) && { content }),
  };
}

const CID = /\bcid:([^"'\s<>)\]]{1,998})/gi;

const contentIdsIn = (html: string): string[] =>
  [...html.matchAll(CID)].map(([, id]) => contentIdOf(id!.replaceAll('&amp;', '&')));

const oneLine = (value: string): string => value.replace(/[\p{Cc}\u2028\u2029]+/gu, ' ').trim();
