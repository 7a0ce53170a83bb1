import type { Message, Recipient } from '@microsoft/microsoft-graph-types';
import { simpleParser, type AddressObject, type Attachment } from 'mailparser';
import type { OutboundMail } from '../provider.js';
import { fileAttachment } from './graph-upload.js';

/** Only such fields may be set, and no more of them (`InvalidInternetMessageHeaderCollection`). */
const OWN_FIELD = /^x-/i;
const MOST_FIELDS = 5;

/**
 * A mail in the words of Graph, which take another From than the mailbox without a draft. What is lost is the plain text,
 * which Exchange makes of the HTML again, `References` and `Auto-Submitted`; a reply still names the Message-ID.
 */
export async function graphMessage({ content, forwardPath }: OutboundMail, fromAddress: string): Promise<Message> {
  const mail = await simpleParser(content, { skipTextToHtml: true, skipImageLinks: true });
  const fields = mail.headerLines.filter(({ key }) => OWN_FIELD.test(key)).slice(0, MOST_FIELDS);
  const replyTo = recipientsIn(mail.replyTo);
  return {
    subject: mail.subject ?? '',
    body:
      mail.html === false
        ? { contentType: 'text', content: mail.text ?? '' }
        : { contentType: 'html', content: mail.html },
    from: { emailAddress: { address: fromAddress } },
    toRecipients: [{ emailAddress: { name: nameOf(mail.to), address: forwardPath } }],
    ...(replyTo.length > 0 && { replyTo }),
    ...(mail.messageId !== undefined && { internetMessageId: mail.messageId }),
    ...(mail.attachments.length > 0 && { attachments: mail.attachments.map(attached) }),
    internetMessageHeaders: fields.map(({ key, line }) => ({
      name: key,
      value: line.slice(line.indexOf(':') + 1).trim(),
    })),
  };
}

const attached = ({ filename = '', contentType, content }: Attachment) =>
  fileAttachment({ filename, mediaType: contentType, content });

const recipientsIn = (field: AddressObject | undefined): Recipient[] =>
  (field?.value ?? []).map(({ name, address = '' }) => ({ emailAddress: { name, address } }));

const nameOf = (field: AddressObject | AddressObject[] | undefined): string => [field].flat()[0]?.value[0]?.name ?? '';
