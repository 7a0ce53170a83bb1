import { once } from 'node:events';
import { createServer, type Socket } from 'node:net';
import { createInterface } from 'node:readline';
import { expect, it } from '@jest/globals';
import { world } from '@replyline/testing';
import { connectImap } from './imap-connection.js';

const here = world();

const ROW = 'FLAGS () INTERNALDATE "15-Jan-2024 15:30:00 +0000" RFC822.SIZE 100';

/** A mailbox of messages 1, 10 and 11, in which 12 and 13 arrive while the last of these are listed. */
class Growing {
  readonly uids = [1, 10, 11];

  answer(line: string): string[] {
    const [tag = '', command = '', ...rest] = line.split(' ');
    const done = `${tag} OK`;
    if (command === 'LIST' || command === 'LSUB') return ['* LIST () "/" INBOX', done];
    if (command === 'SELECT') return [...this.selected(), `${tag} OK [READ-WRITE] done`];
    if (command === 'UID') return [...this.fetched(rest[1]!), done];
    return [done];
  }

  private selected(): string[] {
    const next = this.uids.at(-1)! + 1;
    return [`* ${this.uids.length} EXISTS`, '* OK [UIDVALIDITY 7] so', `* OK [UIDNEXT ${next}] so`];
  }

  private fetched(range: string): string[] {
    const last = this.uids.at(-1)!;
    const [from = 0, to = last] = range.split(':').map((it) => (it === '*' ? last : Number(it)));
    const rows = this.uids.flatMap((uid, at) =>
      uid >= Math.min(from, to) && uid <= Math.max(from, to) ? [`* ${at + 1} FETCH (UID ${uid} ${ROW})`] : [],
    );
    if (to < 11 || last > 11) return rows;
    this.uids.push(12, 13);
    return [...rows, `* ${this.uids.length} EXISTS`];
  }
}

async function serve(mailbox: Growing): Promise<number> {
  const server = createServer((socket: Socket) => {
    const say = (line: string): boolean => socket.write(`${line}\r\n`);
    socket.on('error', () => undefined);
    createInterface({ input: socket }).on('line', (line) => mailbox.answer(line).forEach(say));
    say('* OK [CAPABILITY IMAP4rev1] hello');
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  here.onEnd(() => server.close());
  return (server.address() as { port: number }).port;
}

it('what arrives while a vast mailbox is listed piece by piece is listed', async () => {
  const growing = new Growing();
  const login = { user: 'alice@example.test', password: 'wonder' };
  const port = await serve(growing);
  const mailbox = await connectImap({ host: '127.0.0.1', port, encryption: 'none', ...login, mostListed: 2 });
  here.onEnd(() => mailbox.close());
  const listed: (number | undefined)[] = [];
  let cursor: string | undefined;
  for (let piece = 0; piece < 6; piece += 1) {
    const listing = await mailbox.listAfter(cursor);
    listed.push(...listing.mails.map(({ imap }) => imap?.uid));
    cursor = listing.cursor;
  }
  expect(listed).toEqual(growing.uids);
  expect(listed).toHaveLength(5);
});
