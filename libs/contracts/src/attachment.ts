import { z } from 'zod';
import { filename, mediaType } from './text.js';

/** RFC 2047 §2: programs that show a mail decode it in a name, too, and show what the name itself may not hold. */
const ENCODED_WORD = /=\?[^\s?]+\?[bq]\?/i;

/**
 * All files of one mail together. In base64, with its line ends, this is 34.2 MB; Exchange Online takes messages of 35 MB
 * unless somebody has decided otherwise, and few servers take more.
 */
export const MOST_ATTACHED_BYTES = 25_000_000;
const MOST_ATTACHMENTS = 20;

/** A file of a mail. It lies in the bucket of whoever asks for the mail; an event carries only what it is known by. */
export const attachment = z.strictObject({
  /** Its name there. */
  object: z.string().regex(/^[A-Za-z0-9._=/-]{1,200}$/, 'is not the name of an object'),
  filename: filename.refine((text) => !ENCODED_WORD.test(text), 'has an encoded word'),
  mediaType,
  sizeBytes: z.int().min(0).max(MOST_ATTACHED_BYTES),
  sha256: z.string().regex(/^[0-9a-f]{64}$/, 'is not a SHA-256 in lower-case hexadecimal'),
});
export type Attachment = z.output<typeof attachment>;

export const attachments = z
  .array(attachment)
  .max(MOST_ATTACHMENTS)
  .refine((all) => totalBytes(all) <= MOST_ATTACHED_BYTES, 'is more than 25 MB together');

export const totalBytes = (all: readonly Pick<Attachment, 'sizeBytes'>[]): number =>
  all.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);

/** As long as the streams keep an event that names it. */
export const ATTACHMENTS_LAST_DAYS = 14;
/** Of one publisher. A full bucket refuses more, and what is in it stays. */
export const MOST_BUCKET_BYTES = 1024 ** 3;

/**
 * Each publisher has a bucket of its own, because the broker lets nobody be kept to a part of one: it names pieces by
 * chance and objects in base64. What a request may name is looked for there and nowhere else.
 */
export const attachmentBucketOf = (publisher: string): string => `attachments-${publisher}`;
