import { randomUUID } from 'node:crypto';
import { DirectoryUserDocument } from '@replyline/contracts';
import { until, world } from '@replyline/testing';
import { beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { startConfig, type Call, type ConfigService } from '../testing/config-service.js';

const here = world();
const PATH = '/v1/users';
const ANN = { name: 'ann', displayName: 'Ann Lee', address: 'Ann@Example.Test', roles: ['user'], groups: ['data'] };
const BOB = { name: 'bob', displayName: 'Bob Roe', address: 'bob@example.test', roles: ['user', 'server-admin'] };
let config: ConfigService;

const get = (id: unknown, call: Call = {}) => config.call(`${PATH}/${id}`, call);
const post = (body: object, call: Call = {}) => config.call(PATH, { method: 'POST', body, ...call });
const put = (id: string, body: object, call: Call = {}) =>
  config.call(`${PATH}/${id}`, { method: 'PUT', body, ...call });
const list = async (query: string) =>
  (await config.call(`${PATH}?${query}`)).body as { items: { name: string }[]; next: string | null };
const names = async (query: string) => (await list(query)).items.map(({ name }) => name);
const published = (id: unknown) => config.published(DirectoryUserDocument, String(id));
const count = async () => Number((await config.db.query('SELECT count(*) FROM directory_user'))[0].count);

beforeAll(async () => {
  config = await startConfig({ databaseUrl: await here.freshDatabase(), natsUrl: (await here.nats()).url });
  here.onEnd(() => config.stop());
});

beforeEach(async () => {
  await until(() => config.isQuiet());
  await config.db.query('TRUNCATE directory_user, directory_address');
  config.changes.length = 0;
});

describe('a user', () => {
  it('is stored, published and announced, by the names of the fields only', async () => {
    const { status, etag, body } = await post(ANN);
    expect([status, etag]).toEqual([201, '"1"']);
    expect(body).toEqual({
      ...ANN,
      address: 'Ann@example.test',
      otherAddresses: [],
      locale: 'en',
      timeZone: 'UTC',
      subscriptions: [],
      id: expect.any(String),
      revision: 1,
    });
    expect(await get(body['id'])).toMatchObject({ status: 200, etag: '"1"', body });
    expect(await until(() => published(body['id']))).toEqual(body);
    await until(() => config.changes.length === 1);
    expect(config.changes[0]?.data).toEqual({
      document: `user.${body['id']}`,
      revision: 1,
      fields: ['address', 'displayName', 'groups', 'locale', 'name', 'otherAddresses', 'roles', 'timeZone'],
    });
  });

  it('is an ordinary user in no group unless told', async () => {
    const least = { name: ANN.name, displayName: ANN.displayName, address: ANN.address };
    expect((await post(least)).body).toMatchObject({ roles: ['user'], groups: [] });
  });

  it('can be added under a given id, by a service too', async () => {
    const id = randomUUID();
    expect(await put(id, ANN, { as: 'service' })).toMatchObject({ status: 201, etag: '"1"', body: { id } });
  });

  it('is one, in whatever case his id is written', async () => {
    const id = randomUUID();
    expect((await put(id.toUpperCase(), ANN)).body).toMatchObject({ id });
    await until(() => published(id));
    expect(await put(id, ANN, { headers: { 'if-match': '"1"' } })).toMatchObject({ status: 200, etag: '"2"' });
    const me = await config.call('/v1/me', { as: 'user', userId: id.toUpperCase() });
    expect(me).toMatchObject({ status: 200, body: { id } });
  });

  it('is changed by whoever knows the current revision', async () => {
    const { body } = await post(ANN);
    const id = String(body['id']);
    const renamed = { ...ANN, displayName: 'Ann Chan' };
    expect((await put(id, renamed)).status).toBe(428);
    expect((await put(id, renamed, { headers: { 'if-match': '"7"' } })).status).toBe(412);
    expect(await put(id, renamed, { headers: { 'if-match': '"1"' } })).toMatchObject({ status: 200, etag: '"2"' });
    await until(() => config.changes.length === 2);
    expect(config.changes[1]?.data).toMatchObject({ revision: 2, fields: ['displayName'] });
    expect(await until(async () => (await published(id))?.['displayName'] === 'Ann Chan')).toBe(true);
  });

  it('is removed from the directory too', async () => {
    const { body } = await post(ANN);
    await until(() => published(body['id']));
    const remove = (headers: Record<string, string>) => get(body['id'], { method: 'DELETE', headers });
    expect((await remove({})).status).toBe(428);
    expect((await remove({ 'if-match': '"2"' })).status).toBe(412);
    expect((await remove({ 'if-match': '"1"' })).status).toBe(204);
    expect((await remove({ 'if-match': '"1"' })).status).toBe(404);
    await until(async () => (await published(body['id'])) === undefined);
    await until(() => config.changes.length === 2);
  });

  it.each([
    ['name', { ...BOB, name: 'ann' }],
    ['address', { ...BOB, address: 'ANN@example.test' }],
  ])('cannot have the %s of another', async (field, body) => {
    await post(ANN);
    expect(await post(body)).toMatchObject({
      status: 409,
      body: { code: 'request.conflict', errors: [{ path: field, message: `Another user has this ${field}` }] },
    });
    const bob = await post(BOB);
    const changed = await put(String(bob.body['id']), body, { headers: { 'if-match': '"1"' } });
    expect(changed).toMatchObject({ status: 409, body: { errors: [{ path: field }] } });
    expect(await count()).toBe(2);
  });

  it.each([
    [
      'what another one writes from too',
      { ...ANN, otherAddresses: ['Ann@home.test'] },
      { ...BOB, address: 'ann@HOME.test' },
    ],
    ['where another one gets his mail', ANN, { ...BOB, otherAddresses: ['ann@example.test'] }],
    [
      'what another one writes from, with a letter that nobody sees',
      ANN,
      { ...BOB, address: 'an\u00adn@example.test' },
    ],
    [
      'what another one writes from, in other code points',
      { ...ANN, address: 'ren\u00e9@example.test' },
      { ...BOB, address: 'rene\u0301@example.test' },
    ],
  ])('cannot write from %s', async (_what, first, second) => {
    await post(first);
    expect(await post(second)).toMatchObject({ status: 409, body: { errors: [{ path: 'address' }] } });
  });

  it('may name an address twice, and gives it up for another to have', async () => {
    const { body, etag } = await post({ ...ANN, otherAddresses: ['ann@example.test', 'ann@home.test'] });
    expect(await names('address=ANN@home.test')).toEqual(['ann']);
    const headers = { 'if-match': etag! };
    expect((await put(String(body['id']), { ...ANN, otherAddresses: [] }, { headers })).status).toBe(200);
    expect((await post({ ...BOB, otherAddresses: ['ann@home.test'] })).status).toBe(201);
  });

  it('gets mail only from an alternative sender that is listed', async () => {
    const body = { ...ANN, alternativeSender: 'customer@example.test' };
    expect(await post(body)).toMatchObject({ status: 422, body: { code: 'sender.not_listed' } });
    expect(await count()).toBe(0);
  });

  it.each([
    ['the first save', false],
    ['a later save', true],
  ])('lets one of twenty win %s', async (_name, exists) => {
    const id = randomUUID();
    if (exists) await put(id, ANN);
    const headers: Record<string, string> = exists ? { 'if-match': '"1"' } : { 'if-none-match': '*' };
    const attempts = Array.from({ length: 20 }, (_, n) => put(id, { ...ANN, displayName: `n${n}` }, { headers }));
    const statuses = (await Promise.all(attempts)).map(({ status }) => status).sort();
    expect(statuses).toEqual([exists ? 200 : 201, ...Array.from({ length: 19 }, () => 412)]);
    expect(await get(id)).toMatchObject({ etag: exists ? '"2"' : '"1"' });
  });

  it('is refused with every wrong path, and nothing is stored', async () => {
    const answer = await post({
      name: '-ann',
      displayName: 'a\nb',
      address: 'x',
      roles: ['god'],
      groups: [''],
      age: 7,
    });
    const errors = answer.body['errors'] as { path: string; message: string }[];
    expect(errors.find(({ path }) => path === 'name')?.message).toMatch(/^Must be 1 to 64 lower-case letters/);
    const paths = errors.map(({ path }) => path).sort();
    expect([answer.status, paths]).toEqual([400, ['address', 'age', 'displayName', 'groups.0', 'name', 'roles.0']]);
    expect([await count(), config.changes]).toEqual([0, []]);
  });

  it('is not found where there is none', async () => {
    expect(await get(randomUUID())).toMatchObject({ status: 404, body: { code: 'request.not_found' } });
    expect(await get('ann')).toMatchObject({ status: 400, body: { errors: [{ path: 'path.id' }] } });
  });
});

describe('the list of users', () => {
  beforeEach(async () => {
    await post(ANN);
    await post(BOB);
    await post({ ...BOB, name: 'cyd', address: 'cyd@example.test', roles: [], groups: ['data', 'ops'] });
  });

  it.each([
    ['', ['ann', 'bob', 'cyd']],
    ['name=bob', ['bob']],
    ['name=bo', []],
    ['address=ANN@EXAMPLE.TEST', ['ann']],
    ['group=data', ['ann', 'cyd']],
    ['role=server-admin', ['bob']],
    ['role=user&group=data', ['ann']],
    ["name=' OR 1=1 --", []],
    ['address=ann', []],
  ])('filtered by "%s"', async (query, expected) => {
    expect(await names(query)).toEqual(expected);
  });

  it('comes in pages', async () => {
    const first = await list('limit=2');
    expect(first).toMatchObject({ items: [{ name: 'ann' }, { name: 'bob' }], next: expect.any(String) });
    const second = await list(`limit=2&cursor=${first.next}`);
    expect(second).toMatchObject({ items: [{ name: 'cyd' }], next: null });
  });

  it.each([
    'limit=0',
    'limit=201',
    'cursor=bob',
    'role=god',
    'colour=red',
    'group=a&group=b',
    'name=%00',
    'address=%00',
    'group=a%00',
  ])('refuses %s', async (query) => {
    expect(await config.call(`${PATH}?${query}`)).toMatchObject({
      status: 400,
      body: { errors: [{ path: `query.${query.split('=')[0]}` }] },
    });
  });
});

describe('who may what', () => {
  it('lets everybody see himself', async () => {
    const { body } = await post(ANN);
    const me = await config.call('/v1/me', { as: 'user', userId: String(body['id']) });
    expect(me).toMatchObject({ status: 200, etag: '"1"', body });
  });

  it.each([randomUUID(), 'a-service-account'])('knows no user behind %s', async (userId) => {
    expect(await config.call('/v1/me', { as: 'service', userId })).toMatchObject({
      status: 404,
      body: { code: 'request.not_found' },
    });
  });

  it('lets a service read, add and change ordinary users, and remove none', async () => {
    const as = 'service';
    const { status, body } = await post(ANN, { as });
    expect(status).toBe(201);
    expect((await config.call(PATH, { as })).status).toBe(200);
    expect((await get(body['id'], { as })).status).toBe(200);
    const moved = { ...ANN, address: 'ann.lee@example.test' };
    expect((await put(String(body['id']), moved, { as, headers: { 'if-match': '"1"' } })).status).toBe(200);
    expect((await get(body['id'], { as, method: 'DELETE', headers: { 'if-match': '"2"' } })).status).toBe(403);
  });

  it.each([['server-admin'], ['service'], []])('lets no service add a user with the roles %j', async (...roles) => {
    const body = { ...ANN, roles };
    const answers = [await post(body, { as: 'service' }), await put(randomUUID(), body, { as: 'service' })];
    for (const answer of answers) expect(answer).toMatchObject({ status: 403, body: { code: 'access.denied' } });
    expect([await count(), config.changes]).toEqual([0, []]);
  });

  it('lets no service take an admin over or make one', async () => {
    const [ann, bob] = [await post(ANN), await post(BOB)].map(({ body }) => String(body['id']));
    const call = { as: 'service', headers: { 'if-match': '"1"' } } as const;
    expect((await put(bob!, { ...BOB, address: 'eve@example.test', roles: ['user'] }, call)).status).toBe(403);
    expect((await put(ann!, { ...ANN, roles: ['user', 'server-admin'] }, call)).status).toBe(403);
    expect((await get(bob)).body).toMatchObject({ ...BOB, revision: 1 });
    expect((await get(ann)).body).toMatchObject({ ...ANN, address: 'Ann@example.test', revision: 1 });
  });

  it('lets a user do none of this', async () => {
    const { body } = await post(ANN);
    const as = 'user';
    const answers = await Promise.all([
      config.call(PATH, { as }),
      get(body['id'], { as }),
      post(BOB, { as }),
      put(randomUUID(), BOB, { as }),
      get(body['id'], { as, method: 'DELETE', headers: { 'if-match': '"1"' } }),
    ]);
    expect(answers.map(({ status }) => status)).toEqual([403, 403, 403, 403, 403]);
  });
});
