import { join } from 'node:path';
import { describe, beforeAll, expect, it } from '@jest/globals';
import { startNats } from '@replyline/local-servers';
import { until, world } from '@replyline/testing';
import { DataSource } from 'typeorm';
import {
  baseEnvironment,
  createLog,
  localIssuer,
  Readiness,
  readEnvironment,
  startService,
  type Caller,
  type LocalIssuer,
  type RunningService,
} from './index.js';
import { gate, ID, NotesModule, stored } from './notes.fixture.js';

const here = world();
const lines: string[] = [];
let service: RunningService;
let issuer: LocalIssuer;
let user: Record<string, string>;

const start = async (): Promise<RunningService> => {
  const env = readEnvironment(baseEnvironment, {
    DATABASE_URL: await here.freshDatabase(),
    NATS_URL: (await here.nats()).url,
    ...issuer.environment,
  });
  const log = createLog('notes', 'debug', { write: (line) => void lines.push(line) });
  const running = await startService(
    { name: 'notes', environment: baseEnvironment, module: (it) => NotesModule.with(it) },
    env,
    log,
  );
  here.onEnd(() => running.stop());
  return running;
};

const bearer = async (roles: Caller['roles'], expires?: string) => ({
  authorization: `Bearer ${await issuer.token({ userId: 'alice', roles }, expires)}`,
});

beforeAll(async () => {
  issuer = await localIssuer();
  user = await bearer(['user']);
  service = await start();
});

const ask = async (path: string, init: RequestInit & { json?: unknown } = {}) => {
  const { json, headers, ...rest } = init;
  const body = json === undefined ? init.body : JSON.stringify(json);
  const response = await fetch(service.url + path, {
    ...rest,
    ...(body !== undefined && { method: 'POST', body }),
    ...(rest.method && { method: rest.method }),
    headers: { ...(body !== undefined && { 'content-type': 'application/json' }), ...user, ...headers },
  });
  const text = await response.text();
  const type = response.headers.get('content-type') ?? '';
  return {
    status: response.status,
    headers: response.headers,
    text,
    body: type.includes('json') ? JSON.parse(text) : undefined,
  };
};

describe('a request', () => {
  it('is answered when it meets its schema', async () => {
    expect(await ask('/notes', { json: { title: 'one' } })).toMatchObject({
      status: 201,
      body: { id: ID, title: 'one' },
    });
  });

  it.each([
    ['a missing field', {}, ['title']],
    ['an unknown field', { title: 'x', colour: 'canary-value' }, ['colour']],
    ['an unknown field further down', { title: 'x', tags: [{ name: 'a', size: 'canary-value' }] }, ['tags.0.size']],
    ['__proto__', JSON.parse('{"title":"x","__proto__":{"admin":true}}'), ['__proto__']],
    ['several wrong fields', { title: 1, tags: [{ name: 2 }] }, ['title', 'tags.0.name']],
    ['a list', [], ['(whole)']],
  ])('with %s is refused, naming each path, and nothing is stored', async (_name, json, paths) => {
    const before = stored.length;
    const { status, headers, body, text } = await ask('/notes', { json });
    expect({ status, paths: body.errors.map(({ path }: { path: string }) => path) }).toEqual({ status: 400, paths });
    expect(body).toMatchObject({ type: '/docs/errors/request.invalid', code: 'request.invalid', status: 400 });
    expect(headers.get('content-type')).toBe('application/problem+json; charset=utf-8');
    expect(text).not.toContain('canary');
    // A read that is refused gets the same words.
    expect(body.detail).not.toContain('stored');
    expect(stored.length).toBe(before);
  });

  it.each([
    ['that is not JSON', '{"canary":', 400, 'request.invalid'],
    ['that is a text', '"canary"', 400, 'request.invalid'],
    ['that is null', 'null', 400, 'request.invalid'],
    ['of ten megabytes', JSON.stringify({ title: 'x'.repeat(10_000_000) }), 413, 'request.too_large'],
    ['of more than 1 MB', JSON.stringify({ title: 'x'.repeat(1_100_000) }), 413, 'request.too_large'],
  ])('with a body %s is refused', async (_name, body, status, code) => {
    const answer = await ask('/notes', { body });
    expect(answer).toMatchObject({ status, body: { code } });
    expect(answer.text).not.toContain('canary');
  });

  it.each([
    ['application/json', '{"title":"Gr\u00fc\u00dfe"}'],
    ['application/yaml', 'title: Gr\u00fc\u00dfe'],
  ])('with bytes of another character set than it names is refused: %s', async (type, words) => {
    const before = stored.length;
    const latin1 = Buffer.from(words, 'latin1');
    expect(await ask('/notes', { body: latin1, headers: { 'content-type': type } })).toMatchObject({
      status: 400,
      body: { code: 'request.invalid', errors: [{ path: '(whole)', message: expect.stringContaining('UTF-8') }] },
    });
    expect(stored.length).toBe(before);
    expect((await ask('/notes', { body: Buffer.from(words), headers: { 'content-type': type } })).status).toBe(201);
  });

  it('with null says that it is null, and not that it is no JSON', async () => {
    const [{ message }] = (await ask('/notes', { body: 'null' })).body.errors;
    expect(message).toBe('is empty: it must be an object');
  });

  it.each([
    ['/notes', 'application/x-www-form-urlencoded'],
    ['/notes', ''],
    // Here the body may be left out, so it would be taken for none.
    [`/notes/latest/${ID}`, 'application/x-www-form-urlencoded'],
  ])('to %s with the media type "%s" is refused, naming the one that is wanted', async (path, type) => {
    const method = path === '/notes' ? 'POST' : 'PUT';
    const body = Buffer.from('{"title":"x"}');
    const answer = await ask(path, { body, method, headers: { 'content-type': type } });
    expect(answer).toMatchObject({
      status: 400,
      body: { errors: [{ path: 'header.content-type', message: 'Must be application/json or application/yaml' }] },
    });
  });

  it('names wrong parameters of the path and the query', async () => {
    expect((await ask('/notes/nobody')).body.errors).toEqual([
      { path: 'path.id', message: 'is not an id like 0b8f7c1e-4f3a-4f7e-9f59-2f0c9b6f1a11' },
    ]);
    expect((await ask('/notes?limit=11&colour=red')).body.errors).toMatchObject([
      { path: 'query.limit' },
      { path: 'query.colour' },
    ]);
    expect((await ask('/notes/%FF')).status).toBe(400);
  });

  it('by somebody who wants YAML is refused in YAML', async () => {
    const { headers, text } = await ask('/nowhere', { headers: { accept: 'application/yaml' } });
    expect(headers.get('content-type')).toContain('application/yaml');
    expect(text).toContain('code: request.not_found\n');
  });

  it('to an unknown route is answered with a problem', async () => {
    expect(await ask('/nowhere')).toMatchObject({ status: 404, body: { code: 'request.not_found' } });
  });

  it('that fails is answered with the failure and its details', async () => {
    const answer = await ask('/notes/import', { method: 'POST', headers: await bearer(['server-admin']) });
    expect(answer).toMatchObject({ status: 409, body: { code: 'request.conflict', notes: 3 } });
    expect(await ask('/notes/rule', { method: 'POST' })).toMatchObject({
      status: 409,
      body: { code: 'request.conflict', errors: [{ path: 'title', message: 'is taken' }] },
    });
    expect((await ask('/notes/rule', { method: 'POST' })).body).not.toHaveProperty('wrong');
  });

  it('that meets a defect learns nothing but where the operator finds it', async () => {
    const answer = await ask('/notes/broken/defect', { headers: { 'x-request-id': 'request-12345' } });
    expect(answer).toMatchObject({ status: 500, body: { code: 'defect', requestId: 'request-12345' } });
    expect(answer.text).not.toContain('canary');
    const logged = lines.filter((line) => line.includes('request-12345')).join('\n');
    expect(logged).toContain('canary-in-message');
    expect(logged).not.toContain('canary-in-parameters');
  });
});

describe('a token', () => {
  it('tells who calls', async () => {
    expect((await ask('/notes?limit=2')).body).toEqual({ limit: 2, caller: { userId: 'alice', roles: ['user'] } });
  });

  it.each([
    ['is missing', () => ({ authorization: '' })],
    ['is not one', () => ({ authorization: 'Bearer x.y.z' })],
    ['is of another scheme', () => ({ authorization: 'Basic YTpi' })],
    ['is expired', () => bearer(['user'], '-1m')],
    [
      'is of another issuer with the same name',
      async () => ({
        authorization: `Bearer ${await (await localIssuer()).token({ userId: 'eve', roles: ['user'] })}`,
      }),
    ],
    ['is unsigned', () => ({ authorization: `Bearer ${unsigned()}` })],
  ])('that %s is refused', async (_name, headers) => {
    const answer = await ask('/notes', { headers: await headers() });
    expect(answer).toMatchObject({ status: 401, body: { code: 'access.unauthenticated' } });
    expect(answer.headers.get('www-authenticate')).toBe('Bearer');
  });

  it('without the role is refused, and an unknown role is none', async () => {
    expect(await ask('/notes/import', { method: 'POST' })).toMatchObject({
      status: 403,
      body: { code: 'access.denied' },
    });
    const root = await bearer(['root' as 'user']);
    expect((await ask('/notes', { headers: root })).body.caller.roles).toEqual([]);
  });
});

/** RFC 8725 §2.1: the classic forgery. */
function unsigned(): string {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const claims = {
    sub: 'eve',
    iss: 'urn:replyline:local',
    aud: 'replyline',
    exp: 4_000_000_000,
    roles: ['server-admin'],
  };
  return `${part({ alg: 'none' })}.${part(claims)}.`;
}

describe('a revision', () => {
  it('is answered as ETag, and not again to who has it', async () => {
    expect((await ask(`/notes/${ID}`)).headers.get('etag')).toBe('"7"');
    expect(
      (await ask(`/notes/${ID}`, { headers: { 'if-none-match': '"7"', 'cache-control': 'max-age=0' } })).status,
    ).toBe(304);
    expect((await ask('/notes')).headers.get('etag')).toBeNull();
  });

  it.each([
    [{}, 428],
    [{ 'if-match': '*' }, 428],
    [{ 'if-match': 'W/"7"' }, 400],
    [{ 'if-match': '"seven"' }, 400],
    [{ 'if-match': '7' }, 400],
    [{ 'if-match': '"7", "8"' }, 400],
    [{ 'if-match': '"7"' }, 200],
  ] as const)('is read from %j with %i', async (headers, status) => {
    expect((await ask(`/notes/${ID}`, { method: 'PUT', headers })).status).toBe(status);
  });

  it('that is written wrong is answered with where and how', async () => {
    const { body } = await ask(`/notes/${ID}`, { method: 'PUT', headers: { 'if-match': '7' } });
    expect(body.errors).toEqual([{ path: 'header.if-match', message: expect.stringContaining('in quotes, like "2"') }]);
  });
});

describe('an answer', () => {
  it('has 201 where something is new', async () => {
    const put = (init: object) => ask(`/notes/latest/${ID}`, { method: 'PUT', ...init });
    const answers = [await put({ json: { title: 'one' } }), await put({})];
    expect(answers.map(({ status, headers }) => [status, headers.get('etag')])).toEqual([
      [201, '"1"'],
      [200, '"2"'],
    ]);
  });
});

describe('documentation', () => {
  it('lists routes with schemas, roles, headers and problems', async () => {
    const { body } = await ask('/openapi.json');
    expect(Object.keys(body.paths)).toEqual(expect.arrayContaining(['/notes', '/notes/{id}', '/health/ready']));
    expect(Object.keys(body.paths)).not.toContain('/docs');
    const add = body.paths['/notes'].post;
    expect(add.requestBody.content['application/json'].schema).toMatchObject({
      additionalProperties: false,
      required: ['title'],
    });
    expect(add.responses['201'].content['application/json'].schema.properties).toHaveProperty('id');
    expect(Object.keys(add.responses)).toEqual(['201', '400', '401', '403', '413', '503']);
    const change = body.paths['/notes/{id}'].put;
    expect(change).toMatchObject({ 'x-roles': ['user'], security: [{ bearer: [] }] });
    expect(change.parameters).toMatchObject([
      { name: 'id', schema: { format: 'uuid' } },
      { name: 'If-Match', in: 'header', required: true },
    ]);
    expect(Object.keys(change.responses)).toEqual(['200', '400', '401', '403', '404', '412', '413', '428', '503']);
    expect(body.paths['/health/live'].get.security).toEqual([]);
    expect(add.responses['503'].headers).toHaveProperty('Retry-After');
  });

  it('lists what a route says that it creates and refuses', async () => {
    const { put } = (await ask('/openapi.json')).body.paths['/notes/latest/{id}'];
    const statuses = ['200', '201', '400', '401', '403', '404', '409', '413', '422', '503'];
    expect(Object.keys(put.responses)).toEqual(statuses);
    expect(put.responses['201']).toEqual({ ...put.responses['200'], description: 'The new note' });
    expect(put.responses['409'].description).toMatch(/\(request\.conflict\); .*\(settings\.sending_first\)$/);
    expect(put.requestBody.required).toBe(false);
  });

  it('is where whoever knows only the address is led', async () => {
    const { status, headers } = await ask('/', { redirect: 'manual' });
    expect([status, new URL(headers.get('location')!, `${service.url}/`).pathname]).toEqual([302, '/docs']);
  });

  it('is shown to people from files of this machine', async () => {
    const { text, headers } = await ask('/docs');
    expect(headers.get('content-security-policy')).toContain("script-src 'self'");
    const assets = [...text.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, asset]) => asset!);
    expect(assets.length).toBe(4);
    for (const asset of assets) expect(await ask(asset)).toMatchObject({ status: 200 });
    for (const name of ['package.json', 'constructor', 'toString', '__proto__']) {
      expect(await ask(`/docs/assets/${name}`)).toMatchObject({ status: 404, body: { code: 'request.not_found' } });
    }
    expect((await ask('/docs/errors/request.conflict')).text).toContain('conflicts with what is stored');
  });

  it('has a page of each error, for a browser and for a terminal', async () => {
    const page = await ask('/docs/errors/request.conflict', { headers: { accept: 'text/html,*/*;q=0.8' } });
    expect(page.text).toContain('<h1>The request conflicts with what is stored</h1>');
    expect(page.headers.get('content-security-policy')).toContain("default-src 'none'");
    const plain = await ask('/docs/errors/request.conflict');
    expect(plain.text).toMatch(/^request\.conflict\n\nThe request conflicts with what is stored\.\n/);
    expect(plain.headers.get('content-type')).toBe('text/plain; charset=utf-8');
    for (const { headers } of [page, plain]) expect(headers.get('vary')).toBe('Accept');
  });
});

describe('the log', () => {
  it('has a line a request, by route, without what it carried', async () => {
    await ask(`/notes/${ID}?limit=canary-in-query`);
    const line = await until(() => lines.find((it) => it.includes('"route":"/notes/:id"') && it.includes(ID)), {
      what: 'log line',
    });
    expect(JSON.parse(line!)).toMatchObject({
      level: 'info',
      service: 'notes',
      method: 'GET',
      ids: { id: ID },
      status: expect.any(Number),
    });
    expect(lines.join('\n')).not.toContain('canary-in-query');
    expect(lines.join('\n')).not.toContain(user['authorization']!.slice(7));
  });
});

describe('readiness', () => {
  it('names what is missing, while the process stays alive', async () => {
    expect(await ask('/health/ready')).toMatchObject({ status: 200, body: { status: 'ready' } });
    let isWorking = false;
    service.app.get(Readiness).require('mailbox', () => isWorking);
    expect(await ask('/health/ready')).toMatchObject({
      status: 503,
      body: { missing: 'mailbox', code: 'service.unavailable' },
    });
    expect((await ask('/health/live')).status).toBe(200);
    isWorking = true;
    expect((await ask('/health/ready')).status).toBe(200);
  });

  it('survives that the database ends every connection', async () => {
    const db = service.app.get(DataSource);
    await Promise.all([1, 2, 3].map(() => db.query('SELECT pg_sleep(0.05)')));
    await db.query(
      'SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()',
    );
    await until(async () => (await ask('/health/ready')).status === 200, { what: 'ready again' });
    expect(lines.join('')).toContain('an idle connection broke');
  });

  it('notices that the database only reads, and that it takes what is written again', async () => {
    const db = service.app.get(DataSource);
    const name = new URL((db.options as { url?: string }).url!).pathname.slice(1);
    const inNewSessions = async (change: string) => {
      // The session that says it may be one that only reads itself.
      await db.query(`BEGIN READ WRITE; ALTER DATABASE "${name}" ${change}; COMMIT`);
    };
    const all = 'SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database()';
    await inNewSessions('SET default_transaction_read_only = on');
    await expect(db.query(all)).rejects.toThrow();
    await until(async () => (await ask('/health/ready')).body.missing === 'PostgreSQL', { what: 'not ready' });
    await inNewSessions('RESET default_transaction_read_only');
    await until(async () => (await ask('/health/ready')).status === 200, { what: 'ready again' });
    await db.query('DELETE FROM inbox');
  });

  it('notices that the broker is gone and that it is back', async () => {
    const nats = await here.nats();
    await nats.kill9();
    await until(async () => (await ask('/health/ready')).body.missing === 'NATS', { what: 'NATS missing' });
    const again = await startNats({ dir: join(here.folder(), 'nats'), port: nats.port });
    here.onEnd(() => again.stop());
    await until(async () => (await ask('/health/ready')).status === 200, { what: 'ready again' });
    expect((await ask('/health/live')).status).toBe(200);
  });
});

describe('a stop', () => {
  it('finishes what was begun, takes nothing new and closes the database', async () => {
    const begun = ask('/notes/slow/answer');
    await until(() => gate.open !== undefined, { what: 'slow request' });
    const db = service.app.get(DataSource);
    const stopped = service.stop();
    expect(await ask('/health/ready')).toMatchObject({
      status: 503,
      body: { missing: expect.stringContaining('stopping') },
    });
    expect(await ask('/notes')).toMatchObject({ status: 503, body: { code: 'service.unavailable' } });
    gate.open?.();
    expect(await begun).toMatchObject({ status: 200, body: { done: true } });
    await stopped;
    expect(db.isInitialized).toBe(false);
    await expect(ask('/health/live')).rejects.toThrow('fetch failed');
  });
});
