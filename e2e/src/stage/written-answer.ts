import { randomUUID } from 'node:crypto';
import type { SeenMail } from '@replyline/tools';

export interface Writing {
  readonly from: string;
  readonly to: string;
  readonly text: string;
}

/** An answer as a mail client writes it, for whoever delivers it without one. */
export const writtenAnswer = (mail: SeenMail, { from, to, text }: Writing): string =>
  [
    `From: ${from}`,
    `To: ${to}`,
    `Subject: Re: ${mail.subject}`,
    `Date: ${new Date().toUTCString()}`,
    `Message-ID: <${randomUUID()}@client.example.test>`,
    `In-Reply-To: ${mail.messageId}`,
    `References: ${[...mail.references, mail.messageId].join(' ')}`,
    'MIME-Version: 1.0',
    'Content-Type: text/plain; charset=utf-8',
    '',
    text,
    '',
    `On Fri, 20 Nov 2026 at 11:00, ${mail.from} wrote:`,
    ...mail.text.split('\n').map((line) => `> ${line}`),
    '',
  ].join('\r\n');
