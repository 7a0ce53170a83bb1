import type { ReadAttachment } from './attachment.js';
import type { MimePart } from './mime-part.js';
import type { Words } from './words.js';

export type Encryption = 's-mime' | 'open-pgp';

/** What an envelope that is not of MIME holds. */
export type Unwrapped =
  | { readonly kind: 'entity'; readonly entity: Buffer }
  | { readonly kind: 'content'; readonly words: Words; readonly attachments: readonly ReadAttachment[] }
  | { readonly kind: 'encrypted'; readonly encryption: Encryption };

export const unwrapped = (_part: MimePart): Unwrapped | undefined => undefined;
