import { connect, createServer, type Socket } from 'node:net';
import { once } from 'node:events';
import { beforeAll, describe, expect, it, jest } from '@jest/globals';
import {
  deliverByLmtp,
  startDovecot,
  startTcpProxy,
  type RunningDovecot,
  type TcpProxy,
} from '@replyline/local-servers';
import { until, world } from '@replyline/testing';
import { ImapFlow } from 'imapflow';
import { PATIENCE, type ImapEndpoint } from './imap-client.js';
import { connectImap } from './imap-connection.js';
import { superviseMailbox } from './imap-supervisor.js';
import type { MailboxConnection } from './mailbox-connection.js';
import { tryImap } from './try-imap.js';

const here = world();
const USERS = { alice: 'wonder', bob: 'wonder', carol: 'wonder', dora: 'wonder' };
type Login = keyof typeof USERS;
let dovecot: RunningDovecot;

beforeAll(async () => {
  const dir = `${here.folder()}/dovecot`;
  dovecot = await startDovecot({ dir, domain: 'example.test', users: USERS, isForgetful: true });
  here.onEnd(() => dovecot.stop());
});

const endpoint = (login: Login, port: number, patience: ImapEndpoint['patience'] = {}): ImapEndpoint => ({
  host: '127.0.0.1',
  port,
  encryption: 'none',
  user: `${login}@example.test`,
  password: USERS[login],
  patience,
});

const deliver = (login: Login): Promise<void> =>
  deliverByLmtp({
    port: dovecot.ports.lmtp,
    reversePath: 'bob@example.test',
    forwardPaths: [`${login}@example.test`],
    message: Buffer.from('Subject: x\r\n\r\nx\r\n'),
  });

/** A way to the server on which the server is made to say something else, and which hears what the client says. */
async function translator(serverSays: (said: string) => string) {
  const heard: string[] = [];
  const server = createServer((client: Socket) => {
    const back = connect(dovecot.ports.imap, '127.0.0.1');
    for (const [one, other] of [
      [client, back],
      [back, client],
    ] as const) {
      one.on('error', () => other.destroy());
      one.on('close', () => other.destroy());
    }
    client.on('data', (said) => (heard.push(said.toString('latin1')), back.write(said)));
    back.on('data', (said) => client.write(serverSays(said.toString('latin1')), 'latin1'));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  here.onEnd(() => server.close());
  const { port } = server.address() as { port: number };
  return { port, times: (command: RegExp) => heard.filter((said) => command.test(said)).length };
}

const IDLE = /^\S+ IDLE\r\n/m;
const NOOP = /^\S+ NOOP\r\n/m;

/** Reads on until the end of the test; how far, and what went wrong. */
function supervised(connecting: () => ImapEndpoint, pollMs: number) {
  const seen = { mails: 0, visits: 0, troubles: [] as unknown[] };
  let cursor: string | undefined;
  const stop = new AbortController();
  const visit = async (mailbox: MailboxConnection): Promise<void> => {
    const listing = await mailbox.listAfter(cursor);
    cursor = listing.cursor;
    seen.mails += listing.mails.length;
  };
  const done = superviseMailbox(
    {
      connect: () => connectImap(connecting(), stop.signal),
      visit,
      onHealthy: async () => void (seen.visits += 1),
      onTrouble: async (error) => void seen.troubles.push(error),
      pollMs,
      random: () => 0,
    },
    stop.signal,
  );
  here.onEnd(async () => {
    stop.abort();
    await done;
  });
  return seen;
}

describe('waiting for mail', () => {
  it('that cannot be begun ends the wait at once, also where the client has not heard yet that its connection is gone', async () => {
    const mailbox = await connectImap(endpoint('alice', dovecot.ports.imap));
    const gone = Object.assign(new Error('Socket is already closed'), { code: 'NoConnection' });
    const idle = jest.spyOn(ImapFlow.prototype, 'idle').mockRejectedValue(gone);
    try {
      const waiting = mailbox.wait(5_000, new AbortController().signal);
      await expect(waiting).rejects.toMatchObject({ code: 'mailbox.connection_lost' });
      expect(idle).toHaveBeenCalledTimes(1);
    } finally {
      idle.mockRestore();
      await mailbox.close();
    }
  });

  it('renews IDLE, long before the 29 minutes of RFC 2177, and still hears of mail', async () => {
    expect(PATIENCE.renewIdleMs).toBeLessThan(29 * 60_000);
    const way = await translator((said) => said);
    const mailbox = await connectImap(endpoint('alice', way.port, { renewIdleMs: 100 }));
    here.onEnd(() => mailbox.close());
    const waiting = mailbox.wait(600_000, new AbortController().signal);
    await until(() => way.times(IDLE) >= 3 && way.times(/^DONE\r\n/m) >= 2);
    await deliver('alice');
    await waiting;
    expect((await mailbox.listAfter(undefined)).mails).toHaveLength(1);
  });

  it('probes a silent IDLE with NOOP, and goes on where the server answers', async () => {
    const way = await translator((said) => said);
    const seen = supervised(() => endpoint('bob', way.port, { silenceMs: 2_500 }), 600_000);
    await until(() => way.times(NOOP) >= 1 && way.times(IDLE) >= 2);
    await deliver('bob');
    await until(() => seen.mails === 1);
    expect(seen.troubles).toEqual([]);
  });

  it('finds out that IDLE has died silently, connects again and reads what came meanwhile', async () => {
    const cable: TcpProxy = await startTcpProxy({ targetPort: dovecot.ports.imap });
    here.onEnd(() => cable.stop());
    const seen = supervised(() => endpoint('carol', cable.port, { silenceMs: 500 }), 600_000);
    await until(() => seen.visits > 0);
    cable.blackHole();
    await deliver('carol');
    await until(() => seen.troubles.length > 0);
    expect(seen.troubles[0]).toMatchObject({ code: expect.stringMatching(/^mailbox\.(timeout|connection_lost)$/) });
    expect(seen.mails).toBe(0);
    cable.heal();
    await until(() => seen.mails === 1);
  });

  it('polls a server without IDLE, and says so when it is tried', async () => {
    const way = await translator((said) => said.replaceAll(' IDLE', ' XIDLE'));
    const seen = supervised(() => endpoint('dora', way.port), 200);
    await until(() => seen.visits > 1);
    await deliver('dora');
    await until(() => seen.mails === 1);
    expect(way.times(IDLE)).toBe(0);
    expect(way.times(NOOP)).toBeGreaterThan(0);
    expect(seen.troubles).toEqual([]);
    const { steps } = await tryImap(endpoint('dora', way.port));
    expect(steps.at(-1)).toEqual({ name: 'idle', outcome: 'not checked', seen: 'not offered: the mailbox is polled' });
  });
});
