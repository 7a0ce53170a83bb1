import { replyAddress } from '@replyline/intent';

export const MAILBOX = 'replies@example.test';

/** A mail as a client would write it; each part may be another one. */
export interface Answer {
  readonly from?: string;
  readonly to?: string;
  readonly subject?: string;
  readonly messageId?: string | undefined;
  readonly text?: string;
  /** More header fields, each with its line end. */
  readonly fields?: string;
}

let counter = 0;

/** The lines of an answer to the token, from alice unless said otherwise. */
export function anAnswer(token: string, answer: Answer = {}): Buffer {
  counter += 1;
  const { from = 'Alice <alice@example.test>', to = replyAddress(MAILBOX, token), text = 'Yes, at noon.' } = answer;
  const { subject = 'Re: Bob mentioned you in Lunch', fields = '' } = answer;
  const messageId = 'messageId' in answer ? answer.messageId : `answer-${process.pid}-${counter}@example.test`;
  const lines = [
    `From: ${from}`,
    `To: ${to}`,
    `Subject: ${subject}`,
    `Date: Fri, 20 Nov 2026 12:00:00 +0000`,
    ...(messageId === undefined ? [] : [`Message-ID: <${messageId}>`]),
    'MIME-Version: 1.0',
    'Content-Type: text/plain; charset=utf-8',
  ];
  return Buffer.from(`${lines.join('\r\n')}\r\n${fields}\r\n${text.replaceAll('\n', '\r\n')}\r\n`);
}

/** What a client puts below the answer. */
export const quoted = (text: string): string =>
  `\n\nOn Fri, 20 Nov 2026 at 11:00, Replyline <noreply@example.test> wrote:\n${text.replace(/^/gm, '> ')}`;
