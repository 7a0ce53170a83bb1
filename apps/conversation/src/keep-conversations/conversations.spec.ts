import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { until, world } from '@replyline/testing';
import { ServiceUnderTest, type Answer, type Call } from '../testing/service-under-test.js';

const here = world();
let service: ServiceUnderTest;
let ann: Call;
let bob: Call;
let cy: Call;

beforeAll(async () => {
  service = await ServiceUnderTest.start({ databaseUrl: await here.freshDatabase(), natsUrl: (await here.nats()).url });
  here.onEnd(() => service.stop());
  const { users } = service;
  [ann, bob, cy] = await Promise.all([service.as(users.ann), service.as(users.bob), service.as(users.cy)]);
});

const idOf = (name: 'ann' | 'bob' | 'cy') => service.users[name].id;
const create = (name: string, members: string[]) => ann('POST', '/v1/conversations', { name, members });
const pathOf = async (name: string, members: string[]) => `/v1/conversations/${(await create(name, members)).body.id}`;
const memberIds = (body: { members: { userId: string }[] }) => body.members.map(({ userId }) => userId).sort();
const count = async () => (await service.db.query(`SELECT 1 FROM conversation`)).length;

describe('a conversation', () => {
  it('has its creator and whom he names as members, each once', async () => {
    const { status, body } = await create('  Launch ', [idOf('bob'), idOf('ann'), idOf('bob')]);
    expect(status).toBe(201);
    expect(body).toMatchObject({ name: 'Launch', assigneeId: null });
    expect(memberIds(body)).toEqual([idOf('ann'), idOf('bob')].sort());
    expect(await bob('GET', `/v1/conversations/${body.id}`)).toEqual({ status: 200, body });
  });

  it('shows names and never addresses', async () => {
    const { body } = await create('Launch', [idOf('bob')]);
    expect(JSON.stringify(body)).toContain('Bob Example');
    expect(JSON.stringify(body)).not.toContain('@example.com');
  });

  it('does not exist for somebody who is not a member', async () => {
    const path = await pathOf('Launch', [idOf('bob')]);
    expect(await cy('GET', path)).toMatchObject({ status: 404, body: { code: 'request.not_found' } });
    expect(await cy('PUT', `${path}/members/${idOf('cy')}`)).toMatchObject({ status: 404 });
    expect(await cy('DELETE', `${path}/members/${idOf('bob')}`)).toMatchObject({ status: 404 });
    expect(await cy('PUT', `${path}/assignee`, { userId: idOf('bob') })).toMatchObject({ status: 404 });
  });

  it('that names a key is begun once, however often and however many at once ask for it', async () => {
    const before = await count();
    const ask = (name: string, by = ann) =>
      by('POST', '/v1/conversations', { name, members: [idOf('cy')] }, { 'idempotency-key': 'k-1' });
    const answers = await Promise.all(Array.from({ length: 5 }, () => ask('Launch')));
    expect(new Set(answers.map(({ status, body }) => `${status} ${body.id}`)).size).toBe(1);
    expect(await ask('Lunch')).toMatchObject({ status: 422, body: { code: 'request.idempotency_key_reused' } });
    expect((await ask('Lunch', bob)).status).toBe(201);
    expect(await count()).toBe(before + 2);
  });

  it('that names a key does not exist any more for a creator who left it', async () => {
    const ask = () => ann('POST', '/v1/conversations', { name: 'Gone', members: [] }, { 'idempotency-key': 'k-2' });
    await ann('DELETE', `/v1/conversations/${(await ask()).body.id}/members/${idOf('ann')}`);
    expect(await ask()).toMatchObject({ status: 404, body: { code: 'request.not_found' } });
  });

  it('is begun by a service for its members, and the service is none', async () => {
    const script = await service.as({ id: 'nightly-report' }, 'service');
    const { status, body } = await script('POST', '/v1/conversations', { name: 'Report', members: [idOf('cy')] });
    expect(status).toBe(201);
    expect(memberIds(body)).toEqual([idOf('cy')]);
    expect(await script('GET', `/v1/conversations/${body.id}`)).toMatchObject({ status: 403 });
  });

  it('is not begun by a service for nobody, because nobody could read it', async () => {
    const script = await service.as({ id: 'nightly-report' }, 'service');
    const answer = await script('POST', '/v1/conversations', { name: 'Report', members: [] });
    expect(answer).toMatchObject({ status: 400, body: { errors: [{ path: 'members' }] } });
  });

  it('is neither begun nor listed by an admin who is no user, or by a user whom the directory does not have', async () => {
    const admin = await service.as(service.users.ann, 'server-admin');
    const strangers = await Promise.all([randomUUID(), 'auth0|5f7c'].map((id) => service.as({ id })));
    for (const call of [admin, ...strangers]) {
      for (const method of ['POST', 'GET']) {
        const answer = await call(
          method,
          '/v1/conversations',
          method === 'POST' ? { name: 'x', members: [] } : undefined,
        );
        expect(answer).toMatchObject({ status: 403, body: { code: 'access.denied' } });
      }
    }
  });

  it.each<[string, unknown, string[]]>([
    ['no name and no members', {}, ['name', 'members']],
    ['an empty name', { name: '  ', members: [] }, ['name']],
    ['a name of two lines', { name: 'a\r\nBcc: x@example.com', members: [] }, ['name']],
    ['a long name', { name: 'a'.repeat(201), members: [] }, ['name']],
    ['a member that is no id', { name: 'a', members: ['bob'] }, ['members.0']],
    ['an unknown field', { name: 'a', members: [], assigneeId: null }, ['assigneeId']],
  ])('is refused with %s, and nothing is stored', async (_what, body, paths) => {
    const before = await count();
    const answer = await ann('POST', '/v1/conversations', body);
    expect(answer).toMatchObject({ status: 400, body: { code: 'request.invalid' } });
    expect(answer.body.errors.map(({ path }) => path)).toEqual(paths);
    expect(await count()).toBe(before);
  });

  it('is refused with users whom the directory does not have, each by its path', async () => {
    const before = await count();
    const answer = await create('a', [idOf('bob'), randomUUID(), randomUUID()]);
    expect(answer).toMatchObject({
      status: 422,
      body: { code: 'conversation.unknown_user', errors: [{ path: 'members.1' }, { path: 'members.2' }] },
    });
    expect(await count()).toBe(before);
  });

  it('takes members in and lets them go, as often as one says so', async () => {
    const path = await pathOf('Launch', []);
    for (let time = 0; time < 2; time += 1) {
      expect((await ann('PUT', `${path}/members/${idOf('bob')}`)).status).toBe(204);
      expect(memberIds((await bob('GET', path)).body)).toEqual([idOf('ann'), idOf('bob')].sort());
    }
    for (let time = 0; time < 2; time += 1) {
      expect((await ann('DELETE', `${path}/members/${idOf('bob')}`)).status).toBe(204);
      expect((await bob('GET', path)).status).toBe(404);
    }
  });

  it('knows an id in either case', async () => {
    const upper = idOf('bob').toUpperCase();
    const { body } = await create('Launch', [upper, idOf('bob')]);
    expect(memberIds(body)).toEqual([idOf('ann'), idOf('bob')].sort());
    const path = `/v1/conversations/${body.id.toUpperCase()}`;
    expect((await ann('PUT', `${path}/assignee`, { userId: upper })).body).toEqual({
      userId: idOf('bob'),
      notified: true,
    });
    expect((await ann('DELETE', `${path}/members/${upper}`)).status).toBe(204);
    expect((await ann('GET', path)).body).toMatchObject({ id: body.id, assigneeId: null });
  });

  it('is not found under what is no id', async () => {
    expect(await ann('GET', '/v1/conversations/latest')).toMatchObject({
      status: 400,
      body: { errors: [{ path: 'path.id' }] },
    });
  });

  it('that is full says so of the one who would be too many', async () => {
    const path = await pathOf('Full', []);
    await service.db.query(
      `INSERT INTO conversation_member (conversation_id, user_id) SELECT $1, gen_random_uuid() FROM generate_series(1, 999)`,
      [path.split('/').at(-1)],
    );
    expect(await ann('PUT', `${path}/members/${idOf('bob')}`)).toMatchObject({
      status: 409,
      body: { errors: [{ path: 'path.userId', message: expect.stringContaining('1000 members') }] },
    });
  });

  it('takes in nobody whom the directory does not have', async () => {
    const path = await pathOf('Launch', []);
    expect(await ann('PUT', `${path}/members/${randomUUID()}`)).toMatchObject({
      status: 422,
      body: { errors: [{ path: 'path.userId' }] },
    });
  });

  it('stays readable when a member is gone from the directory', async () => {
    const path = await pathOf('Launch', [idOf('cy')]);
    await service.forget(service.users.cy);
    const gone = { userId: idOf('cy'), name: null, displayName: null };
    const isGone = async () => (await ann('GET', path)).body.members.some(({ name }) => name === null);
    await until(isGone);
    expect((await ann('GET', path)).body.members).toContainEqual(gone);
  });

  it('is neither seen nor changed by a member who is gone from the directory, although his token is still valid', async () => {
    const path = await pathOf('Launch', [idOf('bob')]);
    await service.db.query(`INSERT INTO conversation_member (conversation_id, user_id) VALUES ($1, $2)`, [
      path.slice(path.lastIndexOf('/') + 1),
      idOf('cy'),
    ]);
    for (const change of [
      cy('GET', '/v1/conversations'),
      cy('GET', path),
      cy('GET', `${path}/posts`),
      cy('POST', `${path}/posts`, { text: 'hello' }),
      cy('PUT', `${path}/members/${idOf('ann')}`),
      cy('PUT', `${path}/assignee`, { userId: idOf('ann') }),
      cy('DELETE', `${path}/members/${idOf('bob')}`),
    ]) {
      expect(await change).toMatchObject({ status: 403, body: { code: 'access.denied' } });
    }
  });
});

describe('the list of conversations', () => {
  it('has those of the caller, newest first, each once over its pages', async () => {
    const stranger = service.users.bob;
    const made: string[] = [];
    for (let at = 0; at < 5; at += 1) {
      const { body } = await bob('POST', '/v1/conversations', { name: `of Bob ${at}`, members: [] });
      made.unshift(body.id);
    }
    // In one millisecond the id decides: a page that ends between them must not lose one.
    await service.db.query(`UPDATE conversation SET created_at = now() WHERE id = ANY($1)`, [made]);
    const listed: string[] = [];
    for (let query = '?limit=2'; query !== '';) {
      const { body }: Answer = await bob('GET', `/v1/conversations${query}`);
      listed.push(...body.items.map(({ id }) => id));
      query = body.next === null ? '' : `?limit=2&cursor=${body.next}`;
    }
    expect(new Set(listed).size).toBe(listed.length);
    expect(listed.slice(0, 5)).toEqual(made.sort().reverse());
    const rows = await service.db.query(`SELECT 1 FROM conversation_member WHERE user_id = $1`, [stranger.id]);
    expect(listed).toHaveLength(rows.length);
  });

  it('is refused with a cursor that is none', async () => {
    const answer = await ann('GET', '/v1/conversations?cursor=tomorrow');
    expect(answer).toMatchObject({ status: 400, body: { errors: [{ path: 'query.cursor' }] } });
  });
});
