import { header, type InboundMail } from '../mail.js';

/**
 * Whether software, not a person, sent the message.
 * RFC 3834 §5: every `Auto-Submitted` value but `no` says so, and unknown values count as automatic.
 */
export function isAutoSubmitted(mail: Pick<InboundMail, 'headers'>): boolean {
  const keyword = header(mail, 'auto-submitted')?.split(/[;(]/, 1)[0]?.trim().toLowerCase();
  return keyword !== undefined && keyword !== '' && keyword !== 'no';
}
