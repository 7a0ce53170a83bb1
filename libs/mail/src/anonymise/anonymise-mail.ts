import MailComposer from 'nodemailer/lib/mail-composer';
import type { InboundMail, Mailbox } from '../mail.js';
import { anonymousAddress, anonymousText, type Renaming } from './anonymous-text.js';
import { anonymousHtml } from './anonymous-html.js';
import { anonymousParts, reportTypeOf } from './anonymous-parts.js';
import { tellingFields } from './telling-fields.js';

/** Who is on record in the corpus. */
const ON_RECORD = 'bob@example.test';

interface Anonymity extends Renaming {
  /** The address of the person on record, where the mail came from it. */
  readonly onRecord?: string | undefined;
}

/** A message of the same kind and layout, in UTF-8, that tells nothing about anybody. */
export function anonymiseMail(mail: InboundMail, as: Anonymity): Promise<Buffer> {
  const text = (value: string): string => anonymousText(value, as);
  const person = ({ name, address }: Mailbox) => ({
    name: text(name),
    address: address === as.onRecord ? ON_RECORD : anonymousAddress(address, as),
  });
  const composer = new MailComposer({
    from: mail.from.map(person),
    to: mail.to.map(person),
    cc: mail.cc.map(person),
    subject: text(mail.subject),
    ...(mail.date && { date: mail.date }),
    ...(mail.messageId !== undefined && { messageId: `<${text(mail.messageId)}>` }),
    inReplyTo: mail.inReplyTo.map((id) => `<${text(id)}>`).join(' '),
    references: mail.references.map((id) => `<${text(id)}>`).join(' '),
    headers: fieldsOf(mail, text),
    ...(mail.text !== undefined && { text: text(mail.text) }),
    ...(mail.html !== undefined && { html: anonymousHtml(mail.html, as) }),
    attachments: anonymousParts(mail, text),
    // Otherwise it would be wrapped, as format=flowed.
    textEncoding: 'quoted-printable',
  });
  const message = composer.compile();
  const report = reportTypeOf(mail);
  if (report !== undefined && message.childNodes.length > 0) message.setHeader('Content-Type', report);
  return message.build();
}

function fieldsOf(mail: InboundMail, text: (value: string) => string) {
  const trace = mail.deliveredTo.map((address) => ({ key: 'Delivered-To', value: text(address) }));
  const path = mail.returnPath === undefined ? [] : [{ key: 'Return-Path', value: `<${text(mail.returnPath)}>` }];
  return [...path, ...trace, ...tellingFields(mail, text)];
}
