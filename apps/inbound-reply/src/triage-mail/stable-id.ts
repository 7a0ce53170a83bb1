import { createHash } from 'node:crypto';
import type { InboundMail } from '@replyline/mail';

/** A UUID of the application's own making (RFC 9562 §5.8) that is the same whenever its parts are the same. */
export function stableId(...parts: readonly string[]): string {
  const bytes = createHash('sha256').update(JSON.stringify(parts)).digest().subarray(0, 16);
  bytes[6] = (bytes[6]! & 0x0f) | 0x80;
  bytes[8] = (bytes[8]! & 0x3f) | 0x80;
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

type Identified = Pick<InboundMail, 'messageId' | 'from' | 'subject' | 'date' | 'text' | 'html'>;

/**
 * What makes two copies of a mail the same mail: its Message-ID. Without one, what its writer wrote and when; the raw
 * bytes would not do, because each delivery adds trace fields (RFC 5321 §4.4).
 */
export function identityOf(mail: Identified): string {
  if (mail.messageId !== undefined) return `id:${mail.messageId}`;
  const written = [mail.from.map(({ address }) => address), mail.date ?? null, mail.subject, mail.text, mail.html];
  return `fingerprint:${createHash('sha256').update(JSON.stringify(written)).digest('hex')}`;
}

/** The same answer to the same mail has the same id, however often and through whichever mailbox it arrives. */
export const replyIdOf = (mail: Identified, replyKey: string): string => stableId('reply', identityOf(mail), replyKey);
