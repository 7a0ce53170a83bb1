import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { world } from '@replyline/testing';
import { DataSource } from 'typeorm';
import {
  baseEnvironment,
  createLog,
  localIssuer,
  readEnvironment,
  startService,
  type LocalIssuer,
  type Role,
  type RunningService,
} from '../index.js';
import { NotesModule } from '../notes.fixture.js';

/** What answers hold. Which of it is there is what a test says. */
interface Body {
  readonly items: readonly Record<string, unknown>[];
  readonly next: string | null;
  readonly payload: unknown;
  readonly reason: unknown;
}

const here = world();
let service: RunningService;
let issuer: LocalIssuer;
let sequence = 0;

beforeAll(async () => {
  issuer = await localIssuer();
  const env = readEnvironment(baseEnvironment, {
    DATABASE_URL: await here.freshDatabase(),
    NATS_URL: (await here.nats()).url,
    ...issuer.environment,
  });
  const notes = { name: 'notes', environment: baseEnvironment, module: NotesModule.with };
  service = await startService(notes, env, createLog('notes', 'silent'));
  here.onEnd(() => service.stop());
});

const get = (path: string, role?: Role) => call('GET', path, role);
const post = (path: string, role?: Role, userId?: string) => call('POST', path, role, userId);

async function call(method: string, path: string, role: Role = 'server-admin', userId = 'alice') {
  const token = await issuer.token({ userId, roles: [role] });
  const headers = { authorization: `Bearer ${token}` };
  const response = await fetch(`${service.url}/v1/dead-letters${path}`, { method, headers });
  return { status: response.status, body: (await response.json()) as Body };
}

async function record(
  payload: string | Buffer,
  { code = 'contract.invalid_event', paths = '', why = '', micros = 0, eventId = '' } = {},
) {
  const id = randomUUID();
  await service.app.get(DataSource).query(
    `INSERT INTO dead_letter (id, consumer, stream, sequence, subject, code, paths, why, headers, payload, recorded_at,
       event_id)
     VALUES ($1, 'notes-keep', 'EVENTS', $2, 'note.taken.v1', $3, $4, $8, '{"Nats-Msg-Id": "7"}', $5,
       '2026-11-20T12:00:00.123Z'::timestamptz + $6 * interval '1 microsecond', nullif($7, ''))`,
    [id, ++sequence, code, paths, Buffer.from(payload), micros, eventId, why],
  );
  return id;
}

describe('a dead letter', () => {
  it('is shown whole, with its reason, its headers and what it says', async () => {
    const id = await record('{"title":7}', { paths: 'data.title, data.tags', why: 'data.title: is missing' });
    expect(await get(`/${id}`)).toMatchObject({
      status: 200,
      body: {
        id,
        consumer: 'notes-keep',
        paths: ['data.title', 'data.tags'],
        why: 'data.title: is missing',
        reason: { code: 'contract.invalid_event', remediation: expect.any(String) },
        headers: { 'Nats-Msg-Id': '7' },
        payload: { json: { title: 7 } },
      },
    });
  });

  it.each([
    ['nothing', Buffer.alloc(0), ''],
    ['half of JSON', Buffer.from('{"a'), 'eyJh'],
    ['octets that are no UTF-8', Buffer.from([0x22, 0xff, 0x22]), 'Iv8i'],
  ])('that holds %s is shown in base64', async (_what, payload, base64) => {
    const id = await record(payload);
    expect((await get(`/${id}`)).body.payload).toEqual({ base64 });
  });

  it.each(['defect', 'constructor'])(
    'with the code %s, which the catalogue does not have, is shown too',
    async (code) => {
      const id = await record('{}', { code });
      expect((await get(`/${id}`)).body.reason).toEqual({ code, title: expect.any(String), remediation: null });
    },
  );

  it('stands on one page and no other, without what it holds', async () => {
    for (let micros = 100; micros <= 500; micros += 100) await record('{}', { micros });
    const whole = (await get('')).body.items;
    expect(whole.length).toBeGreaterThan(4);
    expect(Object.keys(whole[0]!)).not.toContain('payload');
    const paged: unknown[] = [];
    for (let next: string | null = ''; next !== null;) {
      const { body }: { body: Body } = await get(`?limit=2${next && `&cursor=${next}`}`);
      paged.push(...body.items);
      next = body.next;
    }
    expect(paged).toEqual(whole);
  });

  it('is discarded by an admin, whoever asks again, and found by what became of it', async () => {
    const [discarded, waiting] = [await record('{}'), await record('{}')];
    expect((await get(`/${discarded}`)).body).toMatchObject({ state: 'waiting', decidedAt: null, decidedBy: null });
    for (const userId of ['carol', 'dave']) {
      expect(await post(`/${discarded}/discard`, 'server-admin', userId)).toMatchObject({
        status: 200,
        body: { id: discarded, state: 'discarded', decidedBy: 'carol', decidedAt: expect.any(String) },
      });
    }
    const ids = async (state: string) => (await get(`?state=${state}&limit=200`)).body.items.map(({ id }) => id);
    expect(await ids('discarded')).toEqual([discarded]);
    expect(await ids('waiting')).toContain(waiting);
    expect(await post(`/${discarded}/redrive`)).toMatchObject({ status: 409, body: { code: 'request.conflict' } });
  });

  it('is found by the id of its event, where it has one', async () => {
    const eventId = randomUUID();
    const [id, other] = [await record('{}', { eventId }), await record('{}')];
    expect((await get(`?eventId=${eventId}`)).body.items).toMatchObject([{ id, eventId }]);
    expect((await get(`/${other}`)).body).toMatchObject({ eventId: null });
    expect((await get(`?eventId=${randomUUID()}`)).body.items).toEqual([]);
  });

  it('that cannot be handled again says why', async () => {
    const id = await record('{}');
    expect(await post(`/${id}/redrive`)).toMatchObject({ status: 422, body: { code: 'event.not_handled' } });
    expect((await get(`/${id}`)).body).toMatchObject({ state: 'waiting', reason: { code: 'event.no_consumer' } });
  });

  it('is for admins', async () => {
    const id = await record('{}');
    for (const role of ['user', 'service'] as const) {
      expect([(await get('', role)).status, (await get(`/${id}`, role)).status]).toEqual([403, 403]);
      expect([(await post(`/${id}/redrive`, role)).status, (await post(`/${id}/discard`, role)).status]).toEqual([
        403, 403,
      ]);
    }
  });

  it('that is not there is not found', async () => {
    const notFound = { status: 404, body: { code: 'request.not_found' } };
    expect(await get(`/${randomUUID()}`)).toMatchObject(notFound);
    expect(await post(`/${randomUUID()}/redrive`)).toMatchObject(notFound);
    expect(await post(`/${randomUUID()}/discard`)).toMatchObject(notFound);
  });
});
