import { createHash } from 'node:crypto';

const STYLE =
  ':root{color-scheme:light dark}' +
  'body{font:16px/1.5 system-ui,sans-serif;max-width:40rem;margin:2rem auto;padding:0 1rem}' +
  'pre{white-space:pre-wrap;overflow-wrap:anywhere;border-inline-start:3px solid #888;padding:.5rem 1rem}' +
  'blockquote{white-space:pre-wrap;overflow-wrap:anywhere;opacity:.75;margin:.5rem 0;padding:0 1rem}' +
  'form{display:inline}button{font:inherit;padding:.4rem 1rem;margin-right:.5rem}bdi{font-weight:bold}';

/** What stands on a page may be written by who knows whom: nothing runs, nothing is loaded, nobody frames it. */
export const PAGE_HEADERS: Readonly<Record<string, string>> = {
  'Content-Type': 'text/html; charset=utf-8',
  'Content-Security-Policy':
    `default-src 'none'; style-src 'sha256-${createHash('sha256').update(STYLE).digest('base64')}'; ` +
    `form-action 'self'; base-uri 'none'; frame-ancestors 'none'`,
  'Cache-Control': 'no-store',
  'X-Robots-Tag': 'noindex, nofollow',
  // The address of a page is the right to do what it offers.
  'Referrer-Policy': 'no-referrer',
};

interface PageLanguage {
  readonly language: string;
  readonly direction: 'ltr' | 'rtl';
}

/** A small page that a link in a mail leads to. `body` is HTML: what comes from outside goes through `escaped`. */
export const htmlPage = (
  title: string,
  body: readonly string[],
  { language, direction }: PageLanguage = { language: 'en', direction: 'ltr' },
): string =>
  `<!doctype html><html lang="${language}" dir="${direction}"><head><meta charset="utf-8">` +
  `<meta name="viewport" content="width=device-width"><meta name="robots" content="noindex">` +
  `<title>${title}</title><style>${STYLE}</style></head><body><h1>${title}</h1>${body.join('')}</body></html>`;

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

export const escaped = (text: string): string => text.replace(/[&<>"']/g, (character) => ENTITIES[character]!);
