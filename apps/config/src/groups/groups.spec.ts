import { randomUUID } from 'node:crypto';
import { DirectoryUserDocument } from '@replyline/contracts';
import { until, world } from '@replyline/testing';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { startConfig, type ConfigService } from '../testing/config-service.js';

const here = world();
const ann = randomUUID();
const boss = randomUUID();
let config: ConfigService;

beforeAll(async () => {
  config = await startConfig({ databaseUrl: await here.freshDatabase(), natsUrl: (await here.nats()).url });
  here.onEnd(() => config.stop());
  const put = (id: string, body: object) => config.call(`/v1/users/${id}`, { method: 'PUT', body });
  await put(ann, { name: 'ann', displayName: 'Ann', address: 'ann@example.com', groups: ['data', 'Zebra'] });
  await put(boss, {
    name: 'boss',
    displayName: 'Boss',
    address: 'boss@example.com',
    roles: ['server-admin'],
    groups: ['data'],
  });
});

const member = (
  group: string,
  method: 'PUT' | 'DELETE',
  userId: string = ann,
  as: 'service' | 'server-admin' = 'service',
) => config.call(`/v1/groups/${encodeURIComponent(group)}/members/${userId}`, { method, as });

describe('the groups', () => {
  it('are those that users are in and those that shared profiles name, page by page', async () => {
    const profile = await config.call('/v1/sending-profiles?require=none', {
      method: 'POST',
      body: {
        host: 'smtp.example.test',
        encryption: 'none',
        fromAddress: 'a@example.test',
        name: 's',
        policy: { allowedGroups: ['ops', 'data'] },
      },
    });
    const sharedProfiles = [profile.body['id']];
    const first = await config.call('/v1/groups?limit=2');
    expect(first.body['items']).toEqual([
      { name: 'Zebra', members: 1, sharedProfiles: [] },
      { name: 'data', members: 2, sharedProfiles },
    ]);
    const next = await config.call(`/v1/groups?limit=2&cursor=${String(first.body['next'])}`);
    expect(next.body).toMatchObject({ items: [{ name: 'ops', members: 0, sharedProfiles }] });
  });

  it('are joined and left, and doing it twice changes nothing', async () => {
    const joined = await member('night/shift ü', 'PUT');
    expect(joined.body['groups']).toEqual(['data', 'Zebra', 'night/shift ü']);
    expect((await member('night/shift ü', 'PUT')).etag).toBe(joined.etag);
    const left = await member('night/shift ü', 'DELETE');
    expect(left.body['groups']).toEqual(['data', 'Zebra']);
    expect((await member('night/shift ü', 'DELETE')).etag).toBe(left.etag);
  });

  it('are joined by whose id is written in capitals, and everybody knows', async () => {
    await member('capitals', 'PUT', ann.toUpperCase());
    const groups = async () => (await config.published(DirectoryUserDocument, ann))?.['groups'] as string[] | undefined;
    await until(async () => (await groups())?.includes('capitals'), { what: 'the group' });
    await member('capitals', 'DELETE', ann.toUpperCase());
  });

  it('of an admin are no business of a service', async () => {
    expect(await member('ops', 'PUT', boss)).toMatchObject({ status: 403 });
    expect(await member('ops', 'PUT', boss, 'server-admin')).toMatchObject({ status: 200 });
  });

  it('of nobody are not found', async () => {
    expect(await member('ops', 'PUT', randomUUID())).toMatchObject({ status: 404 });
  });

  it('are no more than two hundred for a user', async () => {
    const id = randomUUID();
    const groups = Array.from({ length: 200 }, (_, n) => `g${n}`);
    await config.call(`/v1/users/${id}`, {
      method: 'PUT',
      body: { name: 'full', displayName: 'Full', address: 'full@example.com', groups },
    });
    expect(await member('g5', 'PUT', id)).toMatchObject({ status: 200 });
    expect(await member('one-more', 'PUT', id)).toMatchObject({ status: 400, body: { errors: [{ path: 'groups' }] } });
  });
});

it('the roles say what they may do and how many have them', async () => {
  const { body } = await config.call('/v1/roles');
  expect(body['items']).toEqual([
    { name: 'server-admin', may: expect.any(String), members: 1 },
    { name: 'user', may: expect.any(String), members: expect.any(Number) },
    { name: 'service', may: expect.any(String), members: 0 },
  ]);
});
