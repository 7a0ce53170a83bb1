import { replyAddress } from '@replyline/intent';
import { MAILBOX } from './an-answer.js';

/** One part below the text. */
export interface PartOf {
  readonly name?: string;
  readonly type: string;
  readonly content: Buffer;
  readonly contentId?: string;
  readonly disposition?: 'inline' | 'attachment';
}

export interface AnswerInParts {
  readonly text?: string;
  readonly html?: string;
  readonly from?: string;
  readonly messageId?: string;
  readonly parts: readonly PartOf[];
}

let counter = 0;

/** An answer to the token with something attached, from alice unless said otherwise. */
export function anAnswerInParts(token: string, answer: AnswerInParts): Buffer {
  counter += 1;
  const { text = '', html, from = 'Alice <alice@example.test>', parts } = answer;
  const { messageId = `parts-${process.pid}-${counter}@example.test` } = answer;
  const words = html === undefined ? ['text/plain', text] : ['text/html', html];
  const head = [
    `From: ${from}`,
    `To: ${replyAddress(MAILBOX, token)}`,
    'Subject: Re: Bob mentioned you in Lunch',
    'Date: Fri, 20 Nov 2026 12:00:00 +0000',
    `Message-ID: <${messageId}>`,
    'MIME-Version: 1.0',
    'Content-Type: multipart/mixed; boundary=edge',
  ];
  const first = [`Content-Type: ${words[0]}; charset=utf-8`, '', words[1]!.replaceAll('\n', '\r\n')];
  const all = [first, ...parts.map(linesOf)].map((lines) => `--edge\r\n${lines.join('\r\n')}\r\n`);
  return Buffer.from(`${head.join('\r\n')}\r\n\r\n${all.join('')}--edge--\r\n`);
}

function linesOf({ name, type, content, contentId, disposition = 'attachment' }: PartOf): string[] {
  const named = name === undefined ? '' : `; filename*=UTF-8''${encodeURIComponent(name)}`;
  return [
    `Content-Type: ${type}`,
    `Content-Disposition: ${disposition}${named}`,
    'Content-Transfer-Encoding: base64',
    ...(contentId === undefined ? [] : [`Content-ID: <${contentId}>`]),
    '',
    ...(content.toString('base64').match(/.{1,76}/g) ?? []),
  ];
}

/** The beginning of a PNG of this size, and octets that make it another one than the next. */
export function aPicture(seed: string, { width = 40, height = 30 } = {}): Buffer {
  const head = Buffer.from('\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\0\0\0\0\0\x08\x06\0\0\0', 'latin1');
  head.writeUInt32BE(width, 16);
  head.writeUInt32BE(height, 20);
  return Buffer.concat([head, Buffer.from(seed.padEnd(200, '.'))]);
}
