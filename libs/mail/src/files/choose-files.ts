import type { Attachment } from '../mail.js';
import { safeName } from './file-name.js';
import { isRefusedType } from './refused-types.js';

export interface FileLimits {
  readonly files: number;
  readonly fileBytes: number;
  readonly totalBytes: number;
}

/** Nothing that its sender would miss. */
export type DropReason = 'part-of-the-message' | 'tracking-pixel' | 'signature-picture' | 'not-in-the-reply' | 'twice';

/** What its sender meant to send, and everybody is told that it is not there. */
export type LeaveReason = 'blocked-type' | 'too-large' | 'too-many' | 'too-large-together' | 'virus' | 'not-scannable';

/** What became of one attachment, and why. */
export interface FileFate {
  /** Safe to show. */
  readonly name: string;
  /** By its octets. */
  readonly mediaType: string;
  readonly sizeBytes: number;
  readonly sha256: string;
  /** Where the text shows it. */
  readonly contentId?: string;
  readonly fate: 'kept' | 'left-out' | 'dropped';
  readonly reason?: DropReason | LeaveReason;
  /** What a virus scanner calls what it found. */
  readonly found?: string;
}

export interface FileFacts {
  /** Content ids of the pictures that the reply shows, in what is kept of it. */
  readonly shown: ReadonlySet<string>;
  /** Pictures, by hash, that stand in every mail of this sender. */
  readonly familiar: ReadonlySet<string>;
  readonly limits: FileLimits;
}

interface Taken {
  readonly hashes: Set<string>;
  bytes: number;
}

interface Asked {
  readonly it: Attachment;
  readonly facts: FileFacts;
  readonly taken: Taken;
}

interface FileRule {
  readonly reason: DropReason | LeaveReason;
  readonly fate: 'dropped' | 'left-out';
  readonly applies: (asked: Asked) => boolean;
}

/**
 * Signatures and the like are read with the message, and a client shows them as no file either; `winmail.dat` is a message
 * in itself, and what it holds is read from it.
 */
const MACHINERY =
  /^(?:application\/(?:pgp-(?:signature|keys|encrypted)|(?:x-)?pkcs7-signature|ms-tnef|vnd\.ms-tnef|applefile)|multipart\/.*|message\/(?:(?:global-)?delivery-status|disposition-notification|feedback-report|partial|external-body|(?:global-)?headers)|text\/(?:rfc822-headers|x-amp-html|watch-html|x-moz-deleted))$/i;
const MACHINERY_NAME = /^(?:winmail\.dat|smime\.p7s|signature\.asc|publickey.{0,100}\.asc)$/i;

/** An RFC 5545 part beside the text says what the text says; as a file it has a name. */
const isMachinery = ({ mediaType, filename }: Attachment): boolean =>
  MACHINERY.test(mediaType) ||
  MACHINERY_NAME.test(filename ?? '') ||
  (filename === undefined && /^text\/calendar$/i.test(mediaType));

/** Nobody sees a line of two pixels; nothing worth seeing is this small. */
const isPixel = ({ actualType, pixels, sizeBytes }: Attachment): boolean =>
  actualType.startsWith('image/') && (pixels ? Math.min(pixels.width, pixels.height) <= 2 : sizeBytes < 100);

const isPicture = ({ actualType }: Attachment): boolean => actualType.startsWith('image/');

/** Read this table to know what becomes of an attachment; its order is the policy. What none of them stops is kept. */
const RULES: readonly FileRule[] = [
  { reason: 'part-of-the-message', fate: 'dropped', applies: ({ it }) => isMachinery(it) },
  { reason: 'tracking-pixel', fate: 'dropped', applies: ({ it }) => isPixel(it) },
  {
    reason: 'not-in-the-reply',
    fate: 'dropped',
    applies: ({ it, facts }) => it.isReferenced && !facts.shown.has(it.contentId ?? ''),
  },
  {
    reason: 'signature-picture',
    fate: 'dropped',
    applies: ({ it, facts }) => isPicture(it) && isBeside(it) && facts.familiar.has(it.sha256),
  },
  { reason: 'twice', fate: 'dropped', applies: ({ it, taken }) => taken.hashes.has(it.sha256) },
  { reason: 'blocked-type', fate: 'left-out', applies: ({ it }) => isRefusedType(it.actualType, it.filename ?? '') },
  { reason: 'too-large', fate: 'left-out', applies: ({ it, facts }) => it.sizeBytes > facts.limits.fileBytes },
  { reason: 'too-many', fate: 'left-out', applies: ({ taken, facts }) => taken.hashes.size >= facts.limits.files },
  {
    reason: 'too-large-together',
    fate: 'left-out',
    applies: ({ it, taken, facts }) => taken.bytes + it.sizeBytes > facts.limits.totalBytes,
  },
];

/** Shown in the text, or put there by a program; what a person attached is meant each time. */
export const isBeside = (it: Pick<Attachment, 'isInline' | 'isReferenced'>): boolean => it.isReferenced || it.isInline;

/** What becomes of each attachment, in their order. */
export function chooseFiles(attachments: readonly Attachment[], facts: FileFacts): FileFate[] {
  const taken: Taken = { hashes: new Set(), bytes: 0 };
  return attachments.map((it) => {
    const rule = RULES.find(({ applies }) => applies({ it, facts, taken }));
    if (rule) return { ...about(it), fate: rule.fate, reason: rule.reason };
    taken.hashes.add(it.sha256);
    taken.bytes += it.sizeBytes;
    return { ...about(it), fate: 'kept' };
  });
}

const about = (it: Attachment) => ({
  name: safeName(it.filename, it.actualType),
  mediaType: it.actualType,
  sizeBytes: it.sizeBytes,
  sha256: it.sha256,
  ...(it.contentId !== undefined && { contentId: it.contentId }),
});
