import type { Charset } from '@replyline/contracts';
import { LOOP_HEADER } from '@replyline/mail';
import type { MailAttachment } from '@replyline/providers';
import MailComposer from 'nodemailer/lib/mail-composer';
import type MimeNode from 'nodemailer/lib/mime-node';
import { listFields } from '../unsubscribe/mailing-list.js';
import { withWayOut } from '../unsubscribe/way-out.js';
import { encoded, encodedWords, looksEncoded } from './charset.js';
import { octetsOf, type Form, type Letter } from './octets.js';
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
  const letter = letterOf(mail, messageId, from);
  const isOfWords = files.length === 0 && letter.forms.length > 1 && BOUNDARY.test(letter.boundary);
  return isOfWords ? octetsOf(letter) : composed(letter, files).build();
}

/** With what is put around it, at most 70 characters that need no escape (RFC 2046 §5.1.1). */
const BOUNDARY = /^[a-z0-9-]{1,56}$/i;

/** What a mail says, before it is octets. */
export function letterOf(mail: PinnedMail, messageId: string, from: Sender): Letter {
  const { to, replyTo, references, list } = mail;
  const { subject, forms } = wordsOf(withWayOut(mail), from.charset);
  return {
    fields: [
      ['Auto-Submitted', mail.autoSubmitted],
      ['X-Auto-Response-Suppress', 'All'],
      [LOOP_HEADER, '1'],
      ...Object.entries(list ? listFields(list) : {}),
      ['From', { name: from.name ?? '', address: from.address }],
      ['To', { name: to.name, address: to.address }],
      ...(replyTo ? [['Reply-To', { name: from.name ?? '', address: replyTo }] as const] : []),
      ...(references.length === 0 ? [] : [['References', references.map((id) => `<${id}>`).join(' ')] as const]),
      ['Subject', subject],
      ['Message-ID', `<${messageId}>`],
      ['Date', new Date(mail.date)],
    ],
    // The same mail is the same octets, at each attempt.
    boundary: messageId.slice(0, messageId.indexOf('@')),
    forms,
  };
}

/** The tree of its parts, for one use: files are made piece by piece. */
export function composed({ fields, boundary, forms }: Letter, files: readonly MailAttachment[]): MimeNode {
  const composer = new MailComposer({
    headers: fields.map(([key, value]) => ({ key, value })),
    alternatives: forms.map(alternativeOf),
    attachments: files.map(attachmentOf),
    baseBoundary: boundary,
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

const alternativeOf = ({ mediaType, content }: Form) => ({
  content,
  contentType: mediaType,
  contentDisposition: false as const,
  ...(typeof content !== 'string' && { contentTransferEncoding: 'quoted-printable' as const }),
});

/** Names of people stay in UTF-8: each encoded word of a header says itself what it is written in (RFC 2047 §2). */
function wordsOf({ subject, ...words }: PinnedMail, charset: Charset = 'utf-8') {
  const [text, html] = [inLines(words.text), inLines(words.html)];
  const inUtf8 = () => ({
    subject: looksEncoded(subject) ? encodedWords(subject, 'utf-8') : subject,
    forms: formsOf({ text, html }, 'utf-8'),
  });
  return inCharset({ subject, text, html }, charset) ?? inUtf8();
}

/**
 * A CR alone must not leave (RFC 5321 §2.3.8): some servers take it for the end of a line, so that a dot that somebody wrote
 * between two of them would be the end of the mail, and what follows it commands.
 */
const inLines = (text: string): string => text.replace(/\r\n?/g, '\n');

/** `undefined` where UTF-8 has to do. What the HTML says of itself and what its header says must agree. */
function inCharset({ subject, text, html }: Pick<PinnedMail, 'subject' | 'text' | 'html'>, charset: Charset) {
  if (charset === 'utf-8' || !encoded(subject, charset)) return undefined;
  const plain = encoded(text, charset);
  const rich = encoded(html.replace('charset="utf-8"', `charset="${charset}"`), charset);
  if (!plain || !rich) return undefined;
  return { subject: encodedWords(subject, charset), forms: formsOf({ text: plain, html: rich }, charset) };
}

const formsOf = (words: Record<'text' | 'html', string | Buffer>, charset: Charset): Form[] =>
  [
    { mediaType: `text/plain; charset=${charset}` as const, content: words.text },
    { mediaType: `text/html; charset=${charset}` as const, content: words.html },
  ].filter(({ content }) => content.length > 0);
