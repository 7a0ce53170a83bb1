import { z } from 'zod';
import { filename } from './text.js';

/** Of one reply. With the longest text, and what is left out, they still fit into an event. */
export const MOST_REPLY_FILES = 20;
export const MOST_LEFT_OUT = 20;

/** Where inbound-reply puts the files of replies, under their hash: what comes twice lies there once. */
export const REPLY_FILES_BUCKET = 'reply-files';

/** As it is made: what strangers send never takes the room of the streams. An operator may give it more. */
export const MOST_REPLY_FILES_BUCKET_BYTES = 8 * 1024 ** 3;

/** A file that came with a reply. An event carries only what it is known by. */
export const replyFile = z.object({
  name: filename,
  /** By its octets: what the sender called it decides nothing. */
  mediaType: z.string().regex(/^[a-z]{1,20}\/[a-z0-9.+-]{1,100}$/, 'is not a media type'),
  sizeBytes: z.int().min(0),
  sha256: z.string().regex(/^[0-9a-f]{64}$/, 'is not a SHA-256 in lower-case hexadecimal'),
  /** Its name in the bucket. */
  object: z.string().regex(/^[A-Za-z0-9]{1,128}$/, 'is not the name of an object'),
});
export type ReplyFile = z.output<typeof replyFile>;

/** `blocked-type`, `too-large`, `too-many`, `too-large-together`, `virus`, `not-scannable`; a newer service may have more. */
export const leftOutFile = z.object({ name: filename, reason: z.string().max(60) });
export type LeftOutFile = z.output<typeof leftOutFile>;
