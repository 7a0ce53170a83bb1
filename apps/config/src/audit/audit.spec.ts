import { randomUUID } from 'node:crypto';
import { TrySendingProfileV1 } from '@replyline/contracts';
import { until, world } from '@replyline/testing';
import { beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { startConfig, WORKS, type ConfigService } from '../testing/config-service.js';

const here = world();
const PROFILE = {
  host: 'smtp.example.test',
  encryption: 'starttls-required',
  user: 'ann',
  password: 'correct horse',
  fromAddress: 'bot@example.test',
};
const ANN = { name: 'ann', displayName: 'Ann Lee', address: 'ann@example.test' };
let config: ConfigService;

interface Entry {
  readonly fields: readonly string[];
  readonly outcome: string;
}
const audit = async (query = '') => (await config.call(`/v1/audit${query}`)).body['items'] as Entry[];
const saveProfile = () => config.call('/v1/sending-profiles/system?require=none', { method: 'PUT', body: PROFILE });

beforeAll(async () => {
  config = await startConfig({ databaseUrl: await here.freshDatabase(), natsUrl: (await here.nats()).url });
  here.onEnd(() => config.stop());
  await config.answer(TrySendingProfileV1, WORKS);
});

beforeEach(async () => {
  await until(() => config.isQuiet());
  await config.forget();
  await config.db.query('TRUNCATE directory_user, directory_address, audit_entry');
});

describe('the audit', () => {
  it('says who changed which fields of what, from where, and none of the values', async () => {
    await saveProfile();
    const [entry] = await audit();
    expect(entry).toMatchObject({
      actor: config.admin,
      actorRoles: ['server-admin'],
      address: expect.stringMatching(/127\.0\.0\.1$/),
      method: 'PUT',
      route: '/v1/sending-profiles/system',
      document: 'sending-profile.system',
      revision: 1,
      outcome: 'saved',
    });
    expect(entry!.fields).toEqual(expect.arrayContaining(['host', 'password']));
    expect(JSON.stringify(await audit())).not.toContain('correct horse');
  });

  it('believes a proxy about where a request came from, and nobody else', async () => {
    const behind = await startConfig({
      databaseUrl: await here.freshDatabase(),
      natsUrl: (await here.nats()).url,
      environment: { TRUST_PROXY: 'loopback' },
    });
    here.onEnd(() => behind.stop());
    const headers = { 'x-forwarded-for': '203.0.113.7' };
    for (const it of [behind, config]) await it.call('/v1/users', { method: 'POST', body: ANN, headers });
    const { body } = await behind.call('/v1/audit');
    expect(body['items']).toMatchObject([{ address: '203.0.113.7' }]);
    expect(await audit()).toMatchObject([{ address: expect.stringMatching(/127\.0\.0\.1$/) }]);
  });

  it('has no entry for a change that was rolled back', async () => {
    await config.call('/v1/users', { method: 'POST', body: ANN });
    await config.call('/v1/users', { method: 'POST', body: { ...ANN, name: 'other' } });
    const entries = await until(async () => ((await audit()).length === 2 ? audit() : undefined));
    expect(entries.map(({ outcome }) => outcome)).toEqual(['request.conflict', 'saved']);
  });

  it.each([
    ['a role that may not', 'access.denied', () => config.call('/v1/users', { method: 'POST', as: 'user', body: ANN })],
    ['a body that is wrong', 'request.invalid', () => config.call('/v1/users', { method: 'POST', body: {} })],
  ])('notes what was refused for %s', async (_why, code, call) => {
    await call();
    expect(await until(async () => (await audit())[0])).toMatchObject({ outcome: code, method: 'POST', fields: [] });
  });

  it('notes nothing of what somebody only reads, nor of nobody', async () => {
    await config.call('/v1/users', { as: 'user' });
    await config.call('/v1/users', { method: 'POST', headers: { authorization: 'Bearer nonsense' }, body: ANN });
    await saveProfile();
    expect((await audit()).map(({ outcome }) => outcome)).toEqual(['saved']);
  });

  it('can be filtered and read in pages, newest first', async () => {
    for (const name of ['a', 'b', 'c']) {
      await config.call('/v1/users', { method: 'POST', body: { ...ANN, name, address: `${name}@example.test` } });
    }
    await saveProfile();
    const first = await config.call('/v1/audit?limit=3');
    const rest = await config.call(`/v1/audit?limit=3&cursor=${String(first.body['next'])}`);
    expect([first, rest].map(({ body }) => (body['items'] as Entry[]).length)).toEqual([3, 1]);
    expect(await audit('?document=sending-profile.system')).toHaveLength(1);
    expect(await audit(`?actor=${randomUUID()}`)).toEqual([]);
    expect(await audit('?from=2100-01-01T00:00:00Z')).toEqual([]);
    expect(await audit('?to=2100-01-01T00:00:00Z&outcome=saved')).toHaveLength(4);
  });

  it('is for admins', async () => {
    expect((await config.call('/v1/audit', { as: 'user' })).status).toBe(403);
  });
});
