import { hostname } from 'node:os';
import { deliverByLmtp, startDovecot, type RunningDovecot } from '@replyline/local-servers';
import { until, world } from '@replyline/testing';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { anAnswer, MAILBOX } from '../testing/an-answer.js';
import { ServiceUnderTest } from '../testing/service-under-test.js';
import type { MailboxView } from './mailbox-view.js';

const here = world();
let dovecot: RunningDovecot;
let service: ServiceUnderTest;

beforeAll(async () => {
  const dir = `${here.folder()}/dovecot`;
  dovecot = await startDovecot({ dir, domain: 'example.test', users: { replies: 'secret', old: 'secret' } });
  here.onEnd(() => dovecot.stop());
  const [databaseUrl, nats] = [await here.freshDatabase(), await here.nats()];
  const servers = { databaseUrl, natsUrl: nats.url, imapPort: dovecot.ports.imap, password: 'secret' };
  service = await ServiceUnderTest.start(servers);
  here.onEnd(() => service.stop());
});

const listed = async (): Promise<MailboxView[]> =>
  ((await service.get('/v1/mailboxes')) as { items: MailboxView[] }).items;
const main = async (): Promise<MailboxView | undefined> => (await listed()).find(({ name }) => name === null);
const becomes = (state: MailboxView['state'], name: string | null = null): Promise<MailboxView> =>
  until(async () => (await listed()).find((it) => it.name === name && it.state === state), { what: state });

const OLD = { id: 'old', user: 'old@example.test', replyToAddress: 'old@example.test' };

describe('the mailboxes and how they are', () => {
  it('are none before one is configured', async () => {
    expect(await listed()).toEqual([]);
  });

  it('say who reads one, and when it was read last', async () => {
    await service.configure();
    expect(await becomes('reading')).toMatchObject({
      ...{ name: null, kind: 'imap', problem: null, since: null, waitsUntil: null, pollIntervalSeconds: 180 },
      lastReadAt: expect.stringMatching(/Z$/),
      reader: `${hostname()}/${process.pid}`,
      backlog: { toFetch: 0, toDecide: 0, waiting: 0, askedAgain: 0, oldestAt: null },
      cursor: { behindSeconds: null },
    });
  });

  it('say what is left to do', async () => {
    const unknown = service.aSent();
    const message = anAnswer(unknown.token);
    await deliverByLmtp({ port: dovecot.ports.lmtp, reversePath: 'a@example.test', forwardPaths: [MAILBOX], message });
    const { backlog } = await until(async () => {
      const it = await main();
      return it?.backlog.waiting === 1 && it.cursor.behindSeconds === null ? it : undefined;
    });
    expect(backlog).toMatchObject({ toFetch: 0, toDecide: 0, oldestAt: expect.stringMatching(/Z$/) });
  });

  it('say how much was listed that is not fetched yet', async () => {
    await service.db.query(`UPDATE mailbox SET listed = 7, listed_at = now() - interval '90 seconds'`);
    const mailbox = await main();
    expect(mailbox?.backlog.toFetch).toBeGreaterThanOrEqual(6);
    expect(mailbox?.cursor.behindSeconds).toBeGreaterThanOrEqual(90);
  });

  it('say since when one cannot be read, why, and what to do', async () => {
    await service.configure({ ...OLD, password: 'x'.repeat(60) });
    expect(await becomes('unhealthy', 'old')).toMatchObject({
      since: expect.stringMatching(/Z$/),
      problem: { code: 'seal.not_ours', title: expect.any(String), remediation: expect.stringMatching(/\w+ /) },
      lastReadAt: null,
    });
    expect((await listed()).map(({ name }) => name)).toEqual([null, 'old']);
  });

  it('say that one is not read because it is switched off', async () => {
    await service.configure({ revision: 2, enabled: false });
    expect(await becomes('not-read')).toMatchObject({ reader: null, problem: null });
  });

  it('are for Server Admins', async () => {
    expect((await fetch(`${service.url}/v1/mailboxes`)).status).toBe(401);
  });
});
