import { beginning } from '@replyline/mail/text';

/** What nodemailer says about a failure; every member may be missing. */
export interface SmtpError {
  readonly code?: string | undefined;
  /** The code before nodemailer set its own: `ECONNREFUSED`, `ERR_SSL_WRONG_VERSION_NUMBER`. */
  readonly originalCode?: string | undefined;
  readonly command?: string | undefined;
  readonly responseCode?: number | undefined;
  readonly response?: string | undefined;
  readonly timeoutType?: string | undefined;
}

/** RFC 3463 §2: class, subject, detail. */
const ENHANCED = /^\d{3}[ -]([245]\.\d{1,3}\.\d{1,3})\b/;

export const enhancedCodeOf = (reply: string | undefined): string | undefined => ENHANCED.exec(reply ?? '')?.[1];

const LONGEST_SEEN = 300;

/**
 * What a server said, fit to be kept and to be shown to an admin: addresses and long encoded words are struck out, because
 * a server may quote a recipient, a user name or a token back at us. Control characters go too, and half a character:
 * PostgreSQL takes neither, and what cannot be written down is never settled.
 */
export const redacted = (reply: string): string => {
  const plain = reply
    .replace(/[\s\p{Cc}]+/gu, ' ')
    .replace(/[^\s<>"'(),:;]+@[^\s<>"'(),:;]+/g, '<address>')
    .replace(/[A-Za-z0-9+/_=-]{24,}/g, '<…>')
    .trim();
  return beginning(plain, LONGEST_SEEN).toWellFormed();
};

const CODE = /^\d{3}/;

/** Of a reply that begins as a good one: nodemailer looks no further than its first digit. */
export const replyCodeOf = (reply: string): number => Number(CODE.exec(reply)?.[0] ?? 250);
