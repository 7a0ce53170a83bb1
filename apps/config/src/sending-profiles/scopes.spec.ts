import { randomUUID } from 'node:crypto';
import { SendingProfileDocument, sharedProfileId, TrySendingProfileV1, userProfileId } from '@replyline/contracts';
import { until, world } from '@replyline/testing';
import { beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { startConfig, WORKS, type Call, type ConfigService } from '../testing/config-service.js';

const here = world();
const MINE = '/v1/me/sending-profile';
const ALL = '/v1/sending-profiles';
const SERVER = { host: 'smtp.example.test', encryption: 'starttls-required', fromAddress: 'desk@example.test' };
const SHARED = {
  ...SERVER,
  name: 'scripts',
  policy: {
    allowedGroups: ['data'],
    allowedRecipients: [{ pattern: '[a-f0-9]+@example\\.com' }, { pattern: 'ops', isSearch: true }],
    forcedFrom: 'desk@example.test',
  },
};
const ann = { as: 'user', userId: randomUUID() } as const;
const bob = { as: 'user', userId: randomUUID() } as const;
let config: ConfigService;

const create = (body: object = SHARED) => config.call(`${ALL}?require=none`, { method: 'POST', body });
const saveMine = (call: Call, body: object = { ...SERVER, user: 'ann', password: 'secret of ann' }) =>
  config.call(`${MINE}?require=none`, { method: 'PUT', body, ...call });

beforeAll(async () => {
  config = await startConfig({ databaseUrl: await here.freshDatabase(), natsUrl: (await here.nats()).url });
  here.onEnd(() => config.stop());
});

beforeEach(async () => {
  await until(() => config.isQuiet());
  await config.forget();
  await config.answer(TrySendingProfileV1, WORKS);
});

describe('a shared profile', () => {
  it('is published with who may use it, where mail may go, and as whom', async () => {
    const { status, body } = await create();
    expect([status, body['scope'], body['policy']]).toMatchObject([201, 'shared', SHARED.policy]);
    expect(await until(() => config.published(SendingProfileDocument, String(body['id'])))).toMatchObject({
      scope: 'shared',
      name: 'scripts',
      policy: SHARED.policy,
    });
  });

  it('has a name that no other one has', async () => {
    await create();
    expect(await create()).toMatchObject({
      status: 409,
      body: { code: 'request.conflict', errors: [{ path: 'name' }] },
    });
  });

  it.each([
    ['abc1@example.com', 200],
    ['ABC1@Example.com', 200],
    ['the-ops-team@example.test', 200],
    ['xabc1@example.com', 422],
    ['abc1@example.com.evil.test', 422],
  ])('is tested with a mail to %s only where its policy allows it', async (recipient, status) => {
    const { body } = await create();
    const answer = await config.call(`${ALL}/${String(body['id'])}/test?recipient=${recipient}`, { method: 'POST' });
    expect(answer.status).toBe(status);
    if (status === 422) expect(answer.body['code']).toBe('settings.recipient_not_allowed');
  });

  it('is changed and removed by its revision, and then gone from the bucket', async () => {
    const { body } = await create();
    const path = `${ALL}/${String(body['id'])}`;
    const headers = { 'if-match': '"1"' };
    const changed = await config.call(`${path}?require=none`, {
      method: 'PUT',
      body: { ...SHARED, name: 'flows' },
      headers,
    });
    expect(changed).toMatchObject({ status: 200, body: { name: 'flows', revision: 2 } });
    expect((await config.call(path, { method: 'DELETE', headers })).status).toBe(412);
    expect((await config.call(path, { method: 'DELETE', headers: { 'if-match': '"2"' } })).status).toBe(204);
    await until(async () => !(await config.published(SendingProfileDocument, String(body['id']))));
  });

  it('is not made by a change of one that is not there', async () => {
    const path = `${ALL}/${sharedProfileId(randomUUID())}?require=none`;
    expect((await config.call(path, { method: 'PUT', body: SHARED })).status).toBe(404);
  });
});

describe('the profile of a user', () => {
  it('is his alone: nobody else reads it, and its secret is shown to nobody', async () => {
    expect(await saveMine(ann)).toMatchObject({
      status: 201,
      body: { scope: 'user', ownerId: ann.userId, passwordSet: true },
    });
    expect((await config.call(MINE, bob)).status).toBe(404);
    const seen = await config.call(`${ALL}?scope=user`);
    expect(seen.body['items']).toMatchObject([{ id: userProfileId(ann.userId) }]);
    expect(JSON.stringify([seen.body, (await config.call(MINE, ann)).body])).not.toContain('secret of ann');
  });

  it('does not stand in the way of the one of another', async () => {
    expect([(await saveMine(ann)).status, (await saveMine(bob)).status]).toEqual([201, 201]);
  });

  it('sends through a server or his own linked account, and through nothing of the system', async () => {
    const built = await saveMine(ann, { kind: 'built-in', fromAddress: 'ann@example.test' });
    expect(built).toMatchObject({ status: 400, body: { errors: [{ path: 'kind' }] } });
    const foreign = await saveMine(ann, { kind: 'microsoft-exchange', accountId: randomUUID() });
    expect(foreign.body['code']).toBe('account.unknown');
  });

  it('is removed by himself', async () => {
    await saveMine(ann);
    expect((await config.call(MINE, { method: 'DELETE', headers: { 'if-match': '"1"' }, ...ann })).status).toBe(204);
    expect((await config.call(MINE, ann)).status).toBe(404);
  });
});

describe('the list of profiles', () => {
  it('comes in pages, and is filtered by scope and kind', async () => {
    await create();
    await saveMine(ann);
    await config.call('/v1/sending-profiles/system?require=none', { method: 'PUT', body: { ...SERVER, kind: 'smtp' } });
    const scopes = async (query: string) =>
      ((await config.call(`${ALL}${query}`)).body['items'] as { scope: string }[]).map(({ scope }) => scope);
    expect((await scopes('')).sort()).toEqual(['shared', 'system', 'user']);
    expect(await scopes('?kind=built-in')).toEqual([]);
    const first = await config.call(`${ALL}?limit=2`);
    expect(await scopes(`?limit=2&cursor=${String(first.body['next'])}`)).toHaveLength(1);
  });
});

it('an own profile does not get the login of the reply mailbox, whatever server it names', async () => {
  const mailbox = { host: 'imap.example.test', encryption: 'none', user: 'replies', password: 'secret of the mailbox' };
  const replies = { ...mailbox, replyToAddress: 'replies@example.test', trackingMode: 'address' };
  await config.call('/v1/reply-mailbox', { method: 'PUT', body: replies });
  const body = { ...SERVER, host: 'evil.test', authentication: 'same-as-incoming' };
  const refused = { status: 400, body: { errors: [{ path: 'authentication' }] } };
  expect(await saveMine(ann, body)).toMatchObject(refused);
  expect(await config.call(`${MINE}/validate`, { method: 'POST', ...ann, body })).toMatchObject(refused);
  const ownProfiles = [{ ownerId: ann.userId, settings: body }];
  expect(await config.call('/v1/configuration', { method: 'PUT', body: { ownProfiles } })).toMatchObject({
    status: 400,
  });
  expect(config.asked.filter(({ question }) => JSON.stringify(question).includes('evil.test'))).toEqual([]);
});
