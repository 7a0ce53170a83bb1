import { createHash } from 'node:crypto';
import { ERRORS, type ErrorCode } from '@replyline/errors';

const STYLE = 'body{font:16px/1.5 system-ui,sans-serif;max-width:40rem;margin:2rem auto;padding:0 1rem}';

/** The URL of this page held a code: nobody keeps it, nobody is told it, nothing runs. */
export const PAGE_HEADERS: Readonly<Record<string, string>> = {
  'Content-Type': 'text/html; charset=utf-8',
  'Content-Security-Policy':
    `default-src 'none'; style-src 'sha256-${createHash('sha256').update(STYLE).digest('base64')}'; ` +
    `form-action 'none'; base-uri 'none'; frame-ancestors 'none'`,
  'Cache-Control': 'no-store',
  'X-Robots-Tag': 'noindex, nofollow',
  'Referrer-Policy': 'no-referrer',
};

export const linkedPage = (address: string): string =>
  page('Your account is linked', `It is linked as <strong>${escaped(address)}</strong>. You can close this page.`);

/** What went wrong and what to do, in the words of the errors catalogue. */
export const failedPage = (code: ErrorCode): string =>
  page('Your account is not linked', `${escaped(ERRORS[code].title)}. ${escaped(ERRORS[code].remediation)}`);

const page = (title: string, body: string): string =>
  `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">` +
  `<meta name="robots" content="noindex"><title>${title}</title><style>${STYLE}</style></head>` +
  `<body><h1>${title}</h1><p>${body}</p></body></html>`;

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

const escaped = (text: string): string => text.replace(/[&<>"']/g, (character) => ENTITIES[character]!);
