import type { ReadAttachment } from './attachment.js';
import { readCms } from './cms.js';
import type { MimePart } from './mime-part.js';
import { readTnef } from './tnef/tnef.js';
import type { Words } from './words.js';

export type Encryption = 's-mime' | 'open-pgp' | 'rights-managed';

/** What an envelope that is not of MIME holds. */
type Unwrapped =
  | { readonly kind: 'entity'; readonly entity: Buffer }
  | { readonly kind: 'content'; readonly words: Words; readonly attachments: readonly ReadAttachment[] }
  | { readonly kind: 'encrypted'; readonly encryption: Encryption };

interface Envelope {
  readonly mediaType: RegExp;
  /** For those that say no more than that they are octets. */
  readonly filename?: RegExp;
  open(part: MimePart): Unwrapped | undefined;
}

const ENVELOPES: readonly Envelope[] = [
  { mediaType: /^application\/(x-)?pkcs7-mime$/, filename: /\.p7[mz]$/i, open: openCms },
  { mediaType: /^application\/(vnd\.)?ms-tnef$/, filename: /^win(mail|dat)[^/]{0,20}\.dat$/i, open: openTnef },
  { mediaType: /^application\/pgp-encrypted$/, open: () => encrypted('open-pgp') },
];

/** `undefined` for a part that is no envelope, or that cannot be opened: it is an attachment then. */
export function unwrapped(part: MimePart): Unwrapped | undefined {
  const isOctets = part.mediaType === 'application/octet-stream';
  const envelope = ENVELOPES.find(
    ({ mediaType, filename }) => mediaType.test(part.mediaType) || (isOctets && filename?.test(part.filename ?? '')),
  );
  try {
    return envelope?.open(part);
  } catch {
    return undefined;
  }
}

const encrypted = (encryption: Encryption): Unwrapped => ({ kind: 'encrypted', encryption });

/** RFC 8551 §3.2. The parameter `smime-type` is a claim, and often missing. */
function openCms({ body, params }: MimePart): Unwrapped | undefined {
  const octets = body[0] === 0x30 ? body : Buffer.from(body.toString('latin1'), 'base64');
  const cms = readCms(octets);
  if (cms?.kind === 'content') return { kind: 'entity', entity: cms.content };
  const isSaidToBe = /^(auth)?enveloped-data$/i.test(params['smime-type'] ?? '');
  return cms?.kind === 'encrypted' || isSaidToBe ? encrypted('s-mime') : undefined;
}

function openTnef({ body }: MimePart): Unwrapped | undefined {
  const content = readTnef(body);
  return content && { kind: 'content', ...content };
}
