import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { deliverByLmtp, startDovecot, type RunningDovecot } from '@replyline/local-servers';
import { world } from '@replyline/testing';
import type { ImapEndpoint } from './imap-client.js';
import { connectImapArchive } from './imap-archive.js';
import { connectImap } from './imap-connection.js';
import { tryImap } from './try-imap.js';

const here = world();
let dovecot: RunningDovecot;

beforeAll(async () => {
  const dir = `${here.folder()}/dovecot`;
  dovecot = await startDovecot({ dir, domain: 'example.test', users: { alice: 'wonder' }, isForgetful: true });
  here.onEnd(() => dovecot.stop());
  for (const text of ['one', 'two'])
    await deliverByLmtp({
      port: dovecot.ports.lmtp,
      reversePath: 'bob@example.test',
      forwardPaths: ['alice@example.test'],
      message: Buffer.from(`Subject: ${text}\r\n\r\n${text}\r\n`),
    });
});

/** The server, made to say something else line by line. */
async function translated(says: (line: string) => string): Promise<ImapEndpoint> {
  const server = createServer((client: Socket) => {
    const back = connect(dovecot.ports.imap, '127.0.0.1');
    for (const [one, other] of [
      [client, back],
      [back, client],
    ] as const) {
      one.on('error', () => other.destroy());
      one.on('close', () => other.destroy());
    }
    client.pipe(back);
    back.on('data', (said) => client.write(said.toString('latin1').replace(/.*\r\n/g, says), 'latin1'));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  here.onEnd(() => server.close());
  const { port } = server.address() as { port: number };
  return { host: '127.0.0.1', port, encryption: 'none', user: 'alice@example.test', password: 'wonder' };
}

async function opened(says: (line: string) => string) {
  const mailbox = await connectImap(await translated(says));
  here.onEnd(() => mailbox.close());
  return mailbox;
}

describe('a server that answers strangely', () => {
  it.each(['00-Jan-0000 00:00:00 +0000', '32-Nov-2026 25:00:00 +0000', ''])(
    'and says %s for when a message came has it listed all the same, as one that comes now',
    async (date) => {
      const mailbox = await opened((line) => line.replace(/INTERNALDATE "[^"]*"/, `INTERNALDATE "${date}"`));
      const { mails } = await mailbox.listAfter(undefined);
      expect(mails).toHaveLength(2);
      for (const { receivedAt } of mails) expect(Math.abs(receivedAt.getTime() - Date.now())).toBeLessThan(60_000);
    },
  );

  it('and tells of changed flags while it lists has each message listed once, as it was listed', async () => {
    const news = (line: string): string => /^\* (\d+) FETCH \(UID (\d+) /.exec(line)?.slice(1).join(' ') ?? '';
    const mailbox = await opened((line) => {
      const [nth, uid] = news(line).split(' ');
      const told = `* ${nth} FETCH (UID ${uid} FLAGS (\\Seen))\r\n`;
      return uid === undefined ? line : uid === '1' ? told + line : line + told;
    });
    const { mails } = await mailbox.listAfter(undefined);
    expect(mails.map(({ imap, isSeen, sizeBytes }) => [imap?.uid, isSeen, sizeBytes > 0])).toEqual([
      [1, false, true],
      [2, false, true],
    ]);
  });

  it('and spells the attributes of folders in its own way has one made of which there is only the name', async () => {
    const says = (line: string): string => line.replace(/\\(?:Noselect|NonExistent)/g, '\\NoSelect');
    const archive = await connectImapArchive(await translated(says));
    here.onEnd(() => archive.close());
    const below = await archive.ensureFolder(['Archive', '2026-W47', 'of somebody']);
    const path = below.path.replace(/.of somebody$/, '');
    expect(await archive.list(path)).toBeUndefined();
    expect(await archive.ensureFolder(['Archive', '2026-W47'])).toEqual({ path, isNew: true });
  });

  it('and lets nothing be marked as read is read all the same, and not asked to mark it again', async () => {
    let refusals = 0;
    const mailbox = await opened((line) =>
      line.replace(/^(\S+) OK Store completed/, (_all, tag) => ((refusals += 1), `${tag} NO [NOPERM] not here`)),
    );
    const ids = (await mailbox.listAfter(undefined)).mails.map(({ id }) => id);
    expect(await mailbox.addSeen(ids)).toEqual({ marked: ids, refused: [] });
    expect(await mailbox.fetch(ids[0]!, 1_000)).toBeInstanceOf(Buffer);
    expect(refusals).toBe(1);
  });

  it.each([
    ['no', ''],
    ['a longer one than there is', '* OK [UIDVALIDITY 123456789012] so it is\r\n'],
  ])('and has %s UIDVALIDITY is not read, for nothing in it could be found again', async (_what, instead) => {
    const endpoint = await translated((line) => (/UIDVALIDITY/.test(line) ? instead : line));
    await expect(connectImap(endpoint)).rejects.toMatchObject({ code: 'mailbox.not_imap' });
    expect((await tryImap(endpoint)).steps).toContainEqual(
      expect.objectContaining({ name: 'inbox', outcome: 'failed', code: 'mailbox.not_imap' }),
    );
  });
});
