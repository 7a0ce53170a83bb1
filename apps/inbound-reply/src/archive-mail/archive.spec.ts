import { randomUUID } from 'node:crypto';
import { ReplyReceivedV1 } from '@replyline/contracts';
import { deliverByLmtp, startDovecot, type RunningDovecot } from '@replyline/local-servers';
import { fakeClock, pagesOfOne, until, world, type ListPage } from '@replyline/testing';
import { ImapFlow } from 'imapflow';
import { beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Clock } from '../clock.js';
import { anAnswer } from '../testing/an-answer.js';
import { ArchivedMailbox } from '../testing/archived-mailbox.js';
import { ServiceUnderTest } from '../testing/service-under-test.js';
import { ForgetRaw } from './forget-raw.js';

const here = world();
const DAY_MS = 86_400_000;
const clock = fakeClock(new Date());
let dovecot: RunningDovecot;
let service: ServiceUnderTest;
let revision = 1;

beforeAll(async () => {
  const dir = `${here.folder()}/dovecot`;
  dovecot = await startDovecot({ dir, domain: 'example.test', users: { replies: 'secret' }, isForgetful: true });
  here.onEnd(() => dovecot.stop());
  const [databaseUrl, nats] = [await here.freshDatabase(), await here.nats()];
  const imapPort = dovecot.ports.imap;
  service = await ServiceUnderTest.start({ databaseUrl, natsUrl: nats.url, imapPort, password: 'secret' });
  here.onEnd(() => service.stop());
  service.app.get(Clock).now = clock.now;
});

const archive = { day: 'sunday', timeZone: 'UTC', retentionDays: 30 } as const;
const configure = (changes: object): Promise<void> => service.configure({ ...changes, revision: (revision += 1) });

describe('the reader of a mailbox with an archive', () => {
  const folders = async (): Promise<Record<string, number>> => {
    const auth = { user: 'replies@example.test', pass: 'secret' };
    const client = new ImapFlow({
      host: '127.0.0.1',
      port: dovecot.ports.imap,
      doSTARTTLS: false,
      auth,
      logger: false,
    });
    await client.connect();
    const found = await client.list({ statusQuery: { messages: true } }).finally(() => client.logout());
    return Object.fromEntries(
      found.filter(({ path }) => /INBOX|\d$/.test(path)).map(({ path, status }) => [path, status?.messages ?? 0]),
    );
  };

  it('moves what it has read on the next Sunday, and removes it a month later', async () => {
    await configure({ archive });
    const sent = await service.announced();
    await deliverByLmtp({
      port: dovecot.ports.lmtp,
      reversePath: 'alice@example.test',
      forwardPaths: ['replies@example.test'],
      message: anAnswer(sent.token),
    });
    await until(async () => (await service.committed(ReplyReceivedV1)).length === 1);
    await until(async () => (await service.mails())[0]?.seenAt);
    await until(async () => (await service.db.query(`SELECT 1 FROM archive_schedule`))[0]);
    expect(await folders()).toEqual({ INBOX: 1 });
    clock.advance(8 * DAY_MS);
    await configure({ archive });
    await until(async () => (await folders())['INBOX'] === 0);
    expect(Object.values(await folders())).toEqual(expect.arrayContaining([0, 1]));
    await until(async () => (await service.db.query(`SELECT 1 FROM archived_mail WHERE state = 'archived'`))[0]);
    clock.advance(31 * DAY_MS);
    await configure({ archive });
    await until(async () => Object.keys(await folders()).length === 1);
    expect(await service.mails()).toMatchObject([{ state: 'processed', outcome: 'accept' }]);
    await configure({ enabled: false });
  });
});

describe('an operator', () => {
  let mailbox: ArchivedMailbox;
  beforeEach(async () => {
    mailbox = await ArchivedMailbox.on(here, service);
    await mailbox.doneUntil('2026-11-08T00:00Z');
    const { user, port } = mailbox.settings;
    await configure({ user, port, archive, enabled: false });
    await until(
      async () => ((await service.get('/v1/archive/preview')) as { mailbox: string }).mailbox === mailbox.key,
    );
    clock.set('2026-11-17T12:00:00Z');
    await mailbox.processed('2026-11-10T10:00Z', ['one', 'two'], { message_id: 'm@example.test' });
    await mailbox.processed('2026-11-16T10:00Z', ['three']);
    await mailbox.processed('2026-11-16T11:00Z', ['waits'], { state: 'waiting', outcome: 'wait', seen_at: null });
    await service.db.query(`UPDATE inbound_mail SET stored_at = decided_at WHERE mailbox = $1`, [mailbox.key]);
    await service.db.query(
      `INSERT INTO mailbox (mailbox, cursor) SELECT mailbox, max(uid_validity) || ':' || max(uid) FROM inbound_mail WHERE mailbox = $1 GROUP BY 1`,
      [mailbox.key],
    );
  });

  it('sees what would move to which folder up to the next run, and nothing moves', async () => {
    expect(await service.get('/v1/archive/preview')).toEqual({
      mailbox: mailbox.key,
      archive,
      at: '2026-11-22T00:00:00.000Z',
      moves: [
        {
          folder: 'Archive/2026-W46',
          dueAt: '2026-11-15T00:00:00.000Z',
          count: 2,
          mails: [expect.objectContaining({ messageId: 'm@example.test' }), expect.anything()],
        },
        { folder: 'Archive/2026-W47', dueAt: '2026-11-22T00:00:00.000Z', count: 1, mails: [expect.anything()] },
      ],
      removals: [],
      stays: { unsettled: 1, unseen: 0 },
    });
    expect(await mailbox.folders()).toEqual({ INBOX: ['one', 'three', 'two', 'waits'] });
  });

  it('sees what would be removed, and the runs there were, newest first', async () => {
    clock.set('2026-11-22T09:00:00Z');
    await mailbox.look();
    expect(await service.get('/v1/archive/preview?at=2026-12-23T00:00:00Z')).toMatchObject({
      moves: [],
      removals: [
        { folder: 'Archive/2026-W46', count: 2, dueAt: '2026-12-22T09:00:00.000Z', mails: [{}, {}] },
        { folder: 'Archive/2026-W47', count: 1 },
      ],
    });
    const { items } = (await service.get('/v1/archive/runs?limit=200')) as { items: { mailbox: string }[] };
    expect(items.filter((it) => it.mailbox === mailbox.key)).toMatchObject([
      { kind: 'move', mails: expect.any(Number), endedAt: '2026-11-22T09:00:00.000Z', trouble: null },
      { kind: 'move', mails: expect.any(Number) },
    ]);
  });

  it('sees each run once, page by page, also where many began in one moment', async () => {
    await service.db.query(
      `INSERT INTO archive_run (mailbox, kind, week, due_at, begun_at)
       SELECT $1, 'move', '2026-W01', '2026-01-04'::timestamptz + n * interval '1 week', '2026-11-22T09:00:00.0004Z'::timestamptz + n * interval '100 microseconds'
       FROM generate_series(1, 12) AS n`,
      [mailbox.key],
    );
    const get = async (query: string) => (await service.get(`/v1/archive/runs?${query}`)) as ListPage<{ id: string }>;
    const { items } = await get('limit=200');
    expect(new Set(items.map(({ id }) => id)).size).toBeGreaterThanOrEqual(12);
    expect(await pagesOfOne(get)).toEqual(items);
  });

  it('sees no further than a year', async () => {
    const problem = await service.get('/v1/archive/preview?at=9999-12-31T00:00:00Z');
    expect(problem).toMatchObject({
      status: 400,
      errors: [{ path: 'query.at', message: 'is more than a year ahead' }],
    });
  });

  it('sees that a mailbox of Microsoft is not archived', async () => {
    const exchange = {
      kind: 'microsoft-exchange',
      accountId: service.alice,
      enabled: false,
      trackingMode: 'message-id',
    };
    await configure({ ...exchange, archive: undefined });
    await until(async () => ((await service.get('/v1/archive/preview')) as { archive: unknown }).archive === null);
    expect(await service.get('/v1/archive/preview')).toMatchObject({ archive: null, moves: [], removals: [] });
  });

  it('who is none sees nothing', async () => {
    for (const path of ['preview', 'runs']) expect((await fetch(`${service.url}/v1/archive/${path}`)).status).toBe(401);
  });

  it('no longer finds the source of a mail after 90 days, and still its verdict', async () => {
    const { db } = service;
    const ids = async (where: string): Promise<string[]> =>
      (await db.query(`SELECT id FROM inbound_mail WHERE mailbox = $1 AND ${where} ORDER BY uid`, [mailbox.key])).map(
        ({ id }: { id: string }) => id,
      );
    clock.set('2027-02-08T09:59:59Z');
    await service.app.get(ForgetRaw).forget();
    expect(await ids('raw IS NULL')).toEqual([]);
    clock.set('2027-02-09T00:00:00Z');
    await service.app.get(ForgetRaw).forget();
    const gone = await ids(`raw IS NULL`);
    expect(gone).toEqual(await ids(`decided_at < '2026-11-11'`));
    expect((await service.fetch(`/v1/inbound-mails/${gone[0]}/raw`)).status).toBe(404);
    const mail = await service.get(`/v1/inbound-mails/${gone[0]}`);
    expect(mail).toMatchObject({ outcome: 'accept', rawRemovedAt: '2027-02-09T00:00:00.000Z' });
    clock.set('2030-01-01T00:00:00Z');
    await service.app.get(ForgetRaw).forget();
    expect(await ids('raw IS NOT NULL')).toEqual(await ids(`state = 'waiting'`));
  });

  it('finds the source of a held reply as long as its owner may decide, and no longer', async () => {
    const { db } = service;
    const [{ id }] = await db.query(`SELECT id FROM inbound_mail WHERE mailbox = $1 LIMIT 1`, [mailbox.key]);
    const keeps = async (): Promise<boolean> => {
      await service.app.get(ForgetRaw).forget();
      return (await service.fetch(`/v1/inbound-mails/${id}/raw`)).status === 200;
    };
    const { replyKey } = await service.announced();
    await until(async () => (await db.query(`SELECT 1 FROM sent_mail WHERE reply_key = $1`, [replyKey]))[0]);
    await db.query(`UPDATE inbound_mail SET raw = 'raw', decided_at = '2030-01-01' WHERE id = $1`, [id]);
    await db.query(
      `INSERT INTO held_reply (id, inbound_mail_id, reply_id, reply_key, text, confidence, because, state, received_at, held_at)
       VALUES ($1, $1, $1, $2, '', 1, '', 'held', now(), '2030-04-01')`,
      [id, replyKey],
    );
    clock.set('2030-04-30T00:00:00Z');
    expect(await keeps()).toBe(true);
    clock.set('2030-05-01T00:00:00Z');
    expect(await keeps()).toBe(false);
  });

  it.each([
    ['keeps', 'accept', 'none', true],
    ['keeps', 'hold', 'posted', true],
    ['has nothing any more', 'hold', 'discarded', false],
    ['has nothing any more', 'hold', 'held', false],
    ['has nothing any more', 'ignore', 'none', false],
  ])(
    '%s of the words of a mail that was decided as %s long ago, and %s by its owner',
    async (_what, outcome, owner, isKept) => {
      const { db } = service;
      const id = randomUUID();
      await db.query(
        `INSERT INTO inbound_mail (id, mailbox, mail_id, raw, is_whole, size_bytes, received_at, stored_at, state, outcome, decided_by,
         decided_at, reply_text, elided, besides)
       VALUES ($1::uuid, 'words', $1::text, 'canary', true, 6, '2031-01-01', '2031-01-01', 'processed', $2, 'rule', '2031-01-01',
         'canary', 'canary', '{"elided":"canary"}')`,
        [id, outcome],
      );
      const { replyKey } = await service.announced();
      await until(async () => (await db.query(`SELECT 1 FROM sent_mail WHERE reply_key = $1`, [replyKey]))[0]);
      if (owner !== 'none')
        await db.query(
          `INSERT INTO held_reply (id, inbound_mail_id, reply_id, reply_key, text, confidence, because, state, received_at, held_at)
         VALUES ($1, $1, $1, $2, 'canary', 1, '', $3, now(), '2031-01-01')`,
          [id, replyKey, owner],
        );
      clock.set('2031-06-01T00:00:00Z');
      await service.app.get(ForgetRaw).forget();
      const kept = JSON.stringify([
        await db.query(`SELECT * FROM inbound_mail WHERE id = $1`, [id]),
        await db.query(`SELECT * FROM held_reply WHERE id = $1`, [id]),
      ]);
      expect(kept.includes('canary')).toBe(isKept);
      expect(await service.get(`/v1/inbound-mails/${id}`)).toMatchObject({ outcome, reply: isKept ? {} : null });
    },
  );
});
