import { dkimBinding, DkimKeyDocument, type DkimKey } from '@replyline/contracts';
import { startScriptedDns, type DnsAnswer, type ScriptedDns } from '@replyline/local-servers';
import { open } from '@replyline/sealing';
import { pagesOfOne, until, world, type ListPage } from '@replyline/testing';
import { beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { startConfig, type Answered, type Call, type ConfigService } from '../testing/config-service.js';

const here = world();
const PATH = '/v1/dkim-keys';
const BUILT_IN = { kind: 'built-in', fromAddress: 'desk@example.test' };
let config: ConfigService;
let dns: ScriptedDns;

const make = (body: object = { domain: 'example.test' }, call: Call = {}) =>
  config.call(PATH, { method: 'POST', body, ...call });
const idOf = ({ body }: Answered) => String(body['id']);
const activate = (id: string, query = '', call: Call = {}) =>
  config.call(`${PATH}/${id}/activate${query}`, { method: 'POST', ...call });
const remove = (id: string, revision: number) =>
  config.call(`${PATH}/${id}`, { method: 'DELETE', headers: { 'if-match': `"${revision}"` } });
const stateOf = async (id: string) => (await config.call(`${PATH}/${id}`)).body['state'];
const published = (id: string) => config.published(DkimKeyDocument, id) as Promise<DkimKey | undefined>;

/** What an admin does at his provider. */
function publish({ body }: Answered, answer?: DnsAnswer): void {
  const { name, strings } = body['record'] as { name: string; strings: string[] };
  dns.answer(name, answer ?? [strings]);
}

async function made(body?: object): Promise<string> {
  const key = await make(body);
  publish(key);
  return idOf(key);
}

beforeAll(async () => {
  dns = await startScriptedDns();
  here.onEnd(() => dns.stop());
  const servers = { databaseUrl: await here.freshDatabase(), natsUrl: (await here.nats()).url };
  config = await startConfig({ ...servers, environment: { DNS_SERVERS: dns.server } });
  here.onEnd(() => config.stop());
});

beforeEach(async () => {
  await until(() => config.isQuiet());
  await config.db.query('TRUNCATE dkim_key');
  await config.forget();
});

describe('a new key', () => {
  it('waits for DNS, shows the record to publish and leaves config in no form', async () => {
    const { status, etag, body } = await make();
    expect([status, etag]).toEqual([201, '"1"']);
    const selector = `r${new Date().toISOString().slice(0, 10).replaceAll('-', '')}`;
    expect(body).toMatchObject({
      domain: 'example.test',
      selector,
      state: 'waiting-for-dns',
      record: { name: `${selector}._domainkey.example.test`, type: 'TXT', value: expect.stringMatching(/^v=DKIM1; /) },
    });
    expect(await config.call(`${PATH}/${String(body['id'])}`)).toMatchObject({ status: 200, etag: '"1"', body });
    await until(() => config.changes.find(({ data }) => data.document === `dkim-key.${String(body['id'])}`));
    expect(await published(String(body['id']))).toBeUndefined();
  });

  it('has a name of its own among those of its domain', async () => {
    const { body: first } = await make();
    const { body: second } = await make();
    expect(second['selector']).toBe(`${String(first['selector'])}-2`);
    expect((await make({ domain: 'Bücher.example' })).body).toMatchObject({ domain: 'xn--bcher-kva.example' });
    expect((await make({ domain: 'Example.TEST', selector: 'own' })).body).toMatchObject({ domain: 'example.test' });
    expect(await make({ domain: 'example.test', selector: 'OWN' })).toMatchObject({
      status: 409,
      body: { code: 'request.conflict', errors: [{ path: 'selector' }] },
    });
    expect((await make({ domain: 'other.test', selector: 'own' })).status).toBe(201);
  });

  it.each([
    { domain: 'not a domain' },
    { domain: 'a.test', selector: 'a b' },
    { domain: 'a.test', selector: 'a;p=' },
    {},
  ])('is not made of %j', async (body) => {
    expect((await make(body)).status).toBe(400);
  });
});

describe('activating a key', () => {
  it('hands its private half to outbound-mail, bound to its name', async () => {
    const id = await made();
    expect(await activate(id)).toMatchObject({ status: 200, etag: '"2"', body: { state: 'active' } });
    const document = (await until(() => published(id)))!;
    expect(open(document.privateKey, dkimBinding(document), config.env.OUTBOUND_SECRET_KEYS)).toContain('PRIVATE KEY');
    const elsewhere = dkimBinding({ ...document, domain: 'other.test' });
    expect(() => open(document.privateKey, elsewhere, config.env.OUTBOUND_SECRET_KEYS)).toThrow(
      expect.objectContaining({ code: 'seal.not_ours' }),
    );
    expect((await activate(id)).etag).toBe('"2"');
  });

  it.each<[string, DnsAnswer, number, string]>([
    ['DNS has no record', 'no-such-name', 422, 'dkim.record_missing'],
    ['DNS has something else there', [['v=DKIM1; p=AAAA']], 422, 'dkim.record_wrong'],
    ['DNS does not know', 'server-failure', 503, 'dkim.dns_failed'],
    ['DNS says nothing', 'silence', 503, 'dkim.dns_failed'],
  ])(
    'is refused while %s, unless nothing is required',
    async (_what, answer, status, code) => {
      const key = await make();
      publish(key, answer);
      const detail = expect.stringMatching(/\w/);
      expect(await activate(idOf(key))).toMatchObject({ status, body: { code, detail } });
      expect(await stateOf(idOf(key))).toBe('waiting-for-dns');
      expect((await activate(idOf(key), '?require=none')).body).toMatchObject({ state: 'active' });
    },
    15_000,
  );

  it('retires the former key of its domain, whose record has to stay for a while, and no other', async () => {
    const [former, elsewhere] = [await made(), await made({ domain: 'other.test' })];
    await activate(former);
    await activate(elsewhere);
    const next = await made();
    await activate(next);
    expect([await stateOf(former), await stateOf(next), await stateOf(elsewhere)]).toEqual([
      'retired',
      'active',
      'active',
    ]);
    const { body } = await config.call(`${PATH}/${former}`);
    const daysLeft = (Date.parse(String(body['keepRecordUntil'])) - Date.now()) / 86_400_000;
    expect(Math.round(daysLeft)).toBe(7);
    await until(async () => (await published(next)) !== undefined && (await published(former)) === undefined);
    expect(await published(elsewhere)).toBeDefined();
  });

  it('retires a former key that cannot be opened any more', async () => {
    const [former, next] = [await made(), await made()];
    await activate(former);
    await config.db.query(`UPDATE dkim_key SET private_key = 'lost.' || private_key WHERE id = $1`, [former]);
    expect((await activate(next)).status).toBe(200);
    expect(await stateOf(former)).toBe('retired');
    expect(await activate(former)).toMatchObject({ status: 500, body: { code: 'seal.not_ours' } });
    expect(await stateOf(next)).toBe('active');
  });

  it('takes a key back that was retired', async () => {
    const [first, second] = [await made(), await made()];
    for (const id of [first, second, first]) expect((await activate(id)).status).toBe(200);
    expect([await stateOf(first), await stateOf(second)]).toEqual(['active', 'retired']);
    expect((await config.call(`${PATH}/${first}`)).body['keepRecordUntil']).toBeUndefined();
  });

  it('of two at once leaves one active', async () => {
    const ids = [await made(), await made(), await made()];
    const answers = await Promise.all(ids.map((id) => activate(id)));
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
    const states = await Promise.all(ids.map(stateOf));
    expect(states.sort()).toEqual(['active', 'retired', 'retired']);
  });

  it('is refused where the key has changed since it was read, or is gone', async () => {
    const id = await made();
    expect((await activate(id, '', { headers: { 'if-match': '"2"' } })).status).toBe(412);
    await remove(id, 1);
    expect((await activate(id)).status).toBe(404);
  });

  it('is in the audit', async () => {
    const id = await made();
    await activate(id);
    const { body } = await config.call(`/v1/audit?document=dkim-key.${id}`);
    expect(body['items']).toMatchObject([
      { fields: ['state'], revision: 2, actor: config.admin, outcome: 'saved' },
      { fields: ['domain', 'selector'], revision: 1 },
    ]);
  });
});

describe('DKIM keys', () => {
  it('are listed by their age, and found by domain and state', async () => {
    const [first, second] = [await made(), await made({ domain: 'other.test' })];
    await activate(second);
    const ids = async (query: string) =>
      ((await config.call(`${PATH}${query}`)).body['items'] as { id: string }[]).map(({ id }) => id);
    expect(await ids('')).toEqual([first, second]);
    expect(await ids('?domain=other.test')).toEqual([second]);
    expect(await ids('?state=waiting-for-dns')).toEqual([first]);
    const { body } = await config.call(`${PATH}?limit=1`);
    expect(await ids(`?cursor=${String(body['next'])}`)).toEqual([second]);
  });

  it('stand on one page and no other, also when they were made in one moment', async () => {
    for (const domain of ['a.test', 'b.test', 'c.test', 'd.test', 'e.test']) await made({ domain });
    await config.db.query(
      `UPDATE dkim_key SET created_at = '2026-11-20T12:00:00.0004Z'::timestamptz + ascii(domain) * interval '100 microseconds'`,
    );
    const get = async (query: string) => (await config.call(`${PATH}?${query}`)).body as unknown as ListPage<object>;
    const { items } = await get('limit=200');
    expect(items.length).toBe(5);
    expect(await pagesOfOne(get)).toEqual(items);
  });

  it('are gone from the bucket once they are deleted', async () => {
    const id = await made();
    await activate(id);
    await until(() => published(id));
    expect((await remove(id, 1)).status).toBe(412);
    expect((await remove(id, 2)).status).toBe(204);
    expect((await remove(id, 2)).status).toBe(404);
    await until(async () => (await published(id)) === undefined);
  });

  it.each(['user', 'service'] as const)('are not for %s', async (as) => {
    expect([(await config.call(PATH, { as })).status, (await make(undefined, { as })).status]).toEqual([403, 403]);
  });

  it('are missed by a built-in profile that has none for its sender', async () => {
    const hints = async () => {
      const { body } = await config.call('/v1/sending-profiles/system');
      return JSON.stringify(body['hints']);
    };
    await config.call('/v1/sending-profiles/system?require=none', { method: 'PUT', body: BUILT_IN });
    expect(await hints()).toContain('DKIM');
    const id = await made();
    expect(await hints()).toContain('DKIM');
    await activate(id);
    expect(await hints()).not.toContain('DKIM');
  });
});
