import type { Login } from '@replyline/tools';
import { simpleParser } from 'mailparser';
import { imap } from './full-inbox.js';

/** How many mails one FETCH asks for. */
const BATCH = 50;
/** What makes text of HTML and the other way round takes longer than all the rest. */
const LEAN = {
  skipHtmlToText: true,
  skipTextToHtml: true,
  skipTextLinks: true,
  skipImageLinks: true,
  keepCidLinks: true,
} as const;

/** Mails a second that imapflow fetches and mailparser reads, and that nobody writes down, decides or answers. */
export async function bareLoop(login: Login): Promise<number> {
  const client = imap(login);
  await client.connect();
  const { exists } = await client.mailboxOpen('INBOX', { readOnly: true });
  const began = performance.now();
  let mails = 0;
  for (let first = 1; first <= exists; first += BATCH) {
    const range = `${first}:${Math.min(exists, first + BATCH - 1)}`;
    for await (const { source } of client.fetch(range, { uid: true, source: true })) {
      await simpleParser(source!, LEAN);
      mails += 1;
    }
  }
  const seconds = (performance.now() - began) / 1_000;
  await client.logout();
  return mails / seconds;
}
