import { fork } from 'node:child_process';
import { once } from 'node:events';
import type { Login } from '@replyline/tools';
import { simpleParser } from 'mailparser';
import { imap } from './imap.js';

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

/**
 * The same in a process of its own, as inbound-reply is one that has just begun: a loop that ran before has been compiled, and is
 * nearly twice as fast as in the first thousand mails of its life.
 */
export async function freshBareLoop(login: Login): Promise<number> {
  const child = fork(new URL('./bare-process.js', import.meta.url));
  child.send(login);
  const [rate] = await Promise.race([once(child, 'message'), once(child, 'exit').then(failed)]);
  return rate as number;
}

const failed = (): never => {
  throw new Error('the bare loop ended before it was done');
};
