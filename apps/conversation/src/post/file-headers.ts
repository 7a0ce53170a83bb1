import type { ReplyFile } from '@replyline/contracts';

/** What a browser shows and does not run. Everything else is octets to it. */
const SHOWN: ReadonlySet<string> = new Set([
  'application/pdf',
  'audio/mpeg',
  'image/avif',
  'image/gif',
  'image/heic',
  'image/jpeg',
  'image/png',
  'image/webp',
  'text/plain',
  'video/mp4',
]);

/**
 * What a stranger sent is saved and never opened in our name: an attachment, of the type that we say it is, and where a
 * browser shows it all the same, in a sandbox that loads nothing.
 */
export const fileHeaders = ({ name, mediaType, sizeBytes }: ReplyFile): Record<string, string> => ({
  'Content-Type': SHOWN.has(mediaType) ? mediaType : 'application/octet-stream',
  'Content-Disposition': `attachment; filename="${inAscii(name)}"; filename*=UTF-8''${encoded(name)}`,
  'Content-Length': String(sizeBytes),
  'Content-Security-Policy': "sandbox; default-src 'none'",
  'X-Content-Type-Options': 'nosniff',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Referrer-Policy': 'no-referrer',
  'Cache-Control': 'private, no-store',
});

const inAscii = (name: string): string => name.replace(/[^ -~]|["\\%]/g, '_');

/** RFC 8187 §3.2.1: `encodeURIComponent` leaves some that are not `attr-char`. */
const encoded = (name: string): string =>
  encodeURIComponent(name).replace(/['()*]/g, (it) => `%${it.charCodeAt(0).toString(16).toUpperCase()}`);
