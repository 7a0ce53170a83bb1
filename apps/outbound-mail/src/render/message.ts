import type { Charset } from '@replyline/contracts';
import { LOOP_HEADER } from '@replyline/mail';
import type { MailAttachment } from '@replyline/providers';
import MailComposer from 'nodemailer/lib/mail-composer';
import type MimeNode from 'nodemailer/lib/mime-node';
import { listFields } from '../unsubscribe/mailing-list.js';
import { withWayOut } from '../unsubscribe/way-out.js';
import { encoded, encodedWords } from './charset.js';
import { octetsOf } from './octets.js';
import type { PinnedMail } from './pinned-mail.js';

export interface Sender {
  readonly address: string;
  readonly name?: string | undefined;
  /** What the mail is written in, if every character of it has a place there; else, and absent, UTF-8. */
  readonly charset?: Charset | undefined;
}

/**
 * The RFC 5322 message. Addresses are given as objects only: nodemailer reads a string as a list, and a name with a
 * line break or a comma in it would become a recipient.
 */
export async function message(
  mail: PinnedMail,
  messageId: string,
  from: Sender,
  files: readonly MailAttachment[] = [],
): Promise<Buffer> {
  const compiled = () => composed(mail, messageId, from, files);
  return octetsOf(compiled()) ?? compiled().build();
}

/** The tree of its parts, for one use. */
export function composed(
  mail: PinnedMail,
  messageId: string,
  from: Sender,
  files: readonly MailAttachment[],
): MimeNode {
  const { to, replyTo, references } = mail;
  const composer = new MailComposer({
    from: { name: from.name ?? '', address: from.address },
    to: { name: to.name, address: to.address },
    ...(replyTo && { replyTo: { name: from.name ?? '', address: replyTo } }),
    ...wordsOf(withWayOut(mail), from.charset),
    attachments: files.map(attachmentOf),
    messageId: `<${messageId}>`,
    references: references.map((id) => `<${id}>`),
    date: new Date(mail.date),
    headers: {
      'Auto-Submitted': mail.autoSubmitted,
      'X-Auto-Response-Suppress': 'All',
      [LOOP_HEADER]: '1',
      ...(mail.list && listFields(mail.list)),
    },
    // The same mail is the same octets, at each attempt.
    baseBoundary: messageId.slice(0, messageId.indexOf('@')),
    // Servers get no other line ends (RFC 5321 §2.3.8): what is signed must be what they get.
    newline: 'windows',
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  return composer.compile();
}

/** Octets stay octets, also those of a text: nobody on the way may take them for lines (RFC 2045 §6.8). */
const attachmentOf = ({ filename, mediaType, content }: MailAttachment) => ({
  filename,
  content,
  contentType: mediaType,
  contentDisposition: 'attachment' as const,
  contentTransferEncoding: 'base64' as const,
});

/** Names of people stay in UTF-8: each encoded word of a header says itself what it is written in (RFC 2047 §2). */
function wordsOf({ subject, text, html }: PinnedMail, charset: Charset = 'utf-8') {
  // What the part says of itself and what its header says must agree.
  const [plain, rich] = [
    encoded(text, charset),
    encoded(html.replace('charset="utf-8"', `charset="${charset}"`), charset),
  ];
  if (charset === 'utf-8' || !plain || !rich || !encoded(subject, charset)) return { subject, text, html };
  const part = (subtype: string, content: Buffer) => ({
    content,
    contentType: `text/${subtype}; charset=${charset}`,
    contentTransferEncoding: 'quoted-printable' as const,
    contentDisposition: false as const,
  });
  return { subject: encodedWords(subject, charset), alternatives: [part('plain', plain), part('html', rich)] };
}
