import { LOOP_HEADER } from '@replyline/mail';
import MailComposer from 'nodemailer/lib/mail-composer';
import type { PinnedMail } from './pinned-mail.js';

export interface Sender {
  readonly address: string;
  readonly name?: string | undefined;
}

/**
 * The RFC 5322 message. Addresses are given as objects only: nodemailer reads a string as a list, and a name with a
 * line break or a comma in it would become a recipient.
 */
export function message(mail: PinnedMail, messageId: string, from: Sender): Promise<Buffer> {
  const { to, subject, text, html, replyTo, references } = mail;
  const composer = new MailComposer({
    from: { name: from.name ?? '', address: from.address },
    to: { name: to.name, address: to.address },
    ...(replyTo && { replyTo: { name: from.name ?? '', address: replyTo } }),
    subject,
    text,
    html,
    messageId: `<${messageId}>`,
    references: references.map((id) => `<${id}>`),
    date: new Date(mail.date),
    headers: {
      'Auto-Submitted': mail.autoSubmitted,
      'X-Auto-Response-Suppress': 'All',
      [LOOP_HEADER]: '1',
    },
    // The same mail is the same octets, at each attempt.
    baseBoundary: messageId.slice(0, messageId.indexOf('@')),
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  return composer.compile().build();
}
