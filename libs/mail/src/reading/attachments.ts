import { createHash } from 'node:crypto';
import type { ParsedMail } from 'mailparser';
import { contentIdOf } from '../files/pictures-in-text.js';
import { mediaTypeOf } from '../files/media-type.js';
import { pictureSizeOf } from '../files/picture-size.js';
import type { Attachment } from '../mail.js';

/** What came with a message: a part of it, or of what it was wrapped in. */
interface Part {
  readonly filename?: string | undefined;
  readonly contentType: string;
  readonly contentDisposition?: string | undefined;
  readonly contentId?: string | undefined;
  readonly content: Buffer;
}

/** Each with its content where its hash is wanted; a mail that nobody keeps anything of costs no copies. */
export function toAttachments(
  { attachments, html }: Pick<ParsedMail, 'attachments' | 'html'>,
  wanted?: ReadonlySet<string>,
): Attachment[] {
  const referenced = new Set(attachments.length > 0 && html ? contentIdsIn(html) : []);
  return (attachments as readonly Part[]).map((part) => toAttachment(part, { referenced, wanted }));
}

interface Known {
  readonly referenced: ReadonlySet<string>;
  readonly wanted: ReadonlySet<string> | undefined;
}

function toAttachment(part: Part, { referenced, wanted }: Known): Attachment {
  const { content, filename } = part;
  const sha256 = createHash('sha256').update(content).digest('hex');
  const actualType = mediaTypeOf(content, filename);
  const pixels = pictureSizeOf(content, actualType);
  const contentId = part.contentId === undefined ? undefined : contentIdOf(part.contentId);
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
