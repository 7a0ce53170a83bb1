import { createHash } from 'node:crypto';
import { stableId } from '@replyline/contracts';
import type { InboundMail } from '@replyline/mail';

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
