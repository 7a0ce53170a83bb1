import { randomUUID } from 'node:crypto';
import { world } from '@replyline/testing';
import { beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { startConfig, type Answered, type ConfigService } from '../testing/config-service.js';
import type { DryRunView } from './dry-run-body.js';

const here = world();
const SERVER = { host: 'smtp.example.test', encryption: 'starttls-required', fromAddress: 'desk@example.test' };
const SCRIPTS = {
  ...SERVER,
  name: 'scripts',
  policy: {
    allowedGroups: ['data'],
    allowedRecipients: [{ pattern: '[a-f0-9]+@example\\.com' }],
    forcedFrom: 'robot@example.test',
  },
};
const ann = randomUUID();
const bob = randomUUID();
let config: ConfigService;

const run = async (body: object): Promise<DryRunView> => {
  const { status, body: view } = await config.call('/v1/policy/dry-run', { method: 'POST', body });
  expect(view).toMatchObject({ recipients: expect.any(Array) });
  expect(status).toBe(200);
  return view as unknown as DryRunView;
};
const save = (path: string, body: object, call: object = {}): Promise<Answered> =>
  config.call(`${path}?require=none`, { method: 'PUT', body, ...call });
const saveShared = async (body: object = SCRIPTS): Promise<string> => {
  const answer = await config.call('/v1/sending-profiles?require=none', { method: 'POST', body });
  return String(answer.body['id']);
};
const saveMine = () =>
  save('/v1/me/sending-profile', { ...SERVER, fromAddress: 'ann@home.test' }, { as: 'user', userId: ann });

beforeAll(async () => {
  config = await startConfig({ databaseUrl: await here.freshDatabase(), natsUrl: (await here.nats()).url });
  here.onEnd(() => config.stop());
  await save('/v1/alternative-senders', { addresses: ['customer-7@example.test'] });
  const people = [
    [ann, { name: 'ann', displayName: 'Ann', address: 'ann@example.com', groups: ['data'] }],
    [
      bob,
      { name: 'bob', displayName: 'Bob', address: 'bob@example.com', alternativeSender: 'customer-7@example.test' },
    ],
  ] as const;
  for (const [id, body] of people)
    expect(await config.call(`/v1/users/${id}`, { method: 'PUT', body })).toMatchObject({ status: 201 });
});
beforeEach(() => config.forget());

const to = (...addresses: string[]) => addresses.map((address) => ({ address }));

describe('mail of a script', () => {
  const script = (...addresses: string[]) => run({ kind: 'free-mail', userId: ann, recipients: to(...addresses) });

  it('leaves through the shared profile that a group of the person may use, where its rules let it', async () => {
    const id = await saveShared();
    expect(await script('abc1@example.com', 'ann@example.com')).toEqual({
      profile: { id, scope: 'shared', name: 'scripts', kind: 'smtp', rule: 'shared-profile' },
      recipients: [
        {
          address: 'abc1@example.com',
          outcome: 'sent',
          from: { address: 'robot@example.test', rule: 'forced-from' },
          allowedBy: { pattern: '[a-f0-9]+@example\\.com', isSearch: false },
        },
        {
          address: 'ann@example.com',
          outcome: 'refused',
          refusal: expect.objectContaining({ code: 'policy.recipient_not_allowed' }),
        },
      ],
    });
  });

  it('leaves through the own profile, which has none of those rules', async () => {
    await saveShared();
    await saveMine();
    expect(await script('anybody@example.org')).toMatchObject({
      profile: { scope: 'user', rule: 'own-profile' },
      recipients: [{ outcome: 'sent', from: { address: 'ann@home.test', rule: 'profile-address' } }],
    });
  });

  it('is refused without either, and says that the person is unable to send', async () => {
    await saveShared({ ...SCRIPTS, policy: { allowedGroups: ['others'] } });
    const view = await script('abc1@example.com');
    expect(view.profile).toBeUndefined();
    expect(view).toMatchObject({
      refusal: {
        code: 'policy.no_profile_for_user',
        title: expect.stringContaining('unable to send automated alert emails'),
      },
      recipients: [{ outcome: 'refused', refusal: { code: 'policy.no_profile_for_user' } }],
    });
  });
});

describe('mail of the system', () => {
  it('comes from the alternative sender of its recipient, unless it can be answered', async () => {
    await save('/v1/sending-profiles/system', SERVER);
    const fromOf = async (kind: string) =>
      (await run({ kind, userId: ann, recipients: [{ userId: bob }] })).recipients[0]?.from?.address;
    expect([await fromOf('assignment'), await fromOf('mention'), await fromOf('password')]).toEqual([
      'customer-7@example.test',
      'desk@example.test',
      'desk@example.test',
    ]);
  });

  it('comes from the acting person where the profile says so', async () => {
    await save('/v1/sending-profiles/system', { ...SERVER, fromMode: 'acting-user' });
    expect(
      await run({ kind: 'assignment', userId: ann.toUpperCase(), recipients: [{ userId: ann.toUpperCase() }] }),
    ).toMatchObject({
      recipients: [
        { address: 'ann@example.com', from: { address: 'ann@example.com', name: 'Ann', rule: 'acting-user' } },
      ],
    });
  });

  it('is refused for who is not in the directory, and for everybody without a profile', async () => {
    const stranger = { recipients: [{ userId: randomUUID() }], kind: 'mention' };
    expect(await run(stranger)).toMatchObject({ refusal: { code: 'policy.no_sending_profile' } });
    await save('/v1/sending-profiles/system', SERVER);
    expect(await run(stranger)).toMatchObject({ recipients: [{ refusal: { code: 'recipient.unknown' } }] });
  });
});

describe('a draft', () => {
  it('counts in the place of what is stored, and is not saved', async () => {
    const id = await saveShared();
    const policy = { allowedGroups: ['data'], allowedRecipients: [{ pattern: '.*@example\\.org' }] };
    const drafts = [{ scope: 'shared', id, settings: { ...SCRIPTS, policy } }];
    const asked = { kind: 'free-mail', userId: ann, recipients: to('abc1@example.com', 'a@example.org') };
    const outcomes = async (body: object) => (await run(body)).recipients.map(({ outcome }) => outcome);
    expect(await outcomes({ ...asked, drafts })).toEqual(['refused', 'sent']);
    expect(await outcomes(asked)).toEqual(['sent', 'refused']);
  });

  it.each([
    ['of the system', { scope: 'system', settings: SERVER }, 'mention', 'system'],
    ['of a further shared profile', { scope: 'shared', settings: SCRIPTS }, 'free-mail', 'shared'],
    ['of the own profile', { scope: 'user', settings: SERVER }, 'free-mail', 'user'],
  ])('%s is enough to send by', async (_what, draft, kind, scope) => {
    const asked = { kind, userId: ann, recipients: to('abc1@example.com'), drafts: [draft] };
    expect(await run(asked)).toMatchObject({ profile: { scope }, recipients: [{ outcome: 'sent' }] });
  });

  it.each([
    ['a person who is not there', { userId: randomUUID() }, 'userId'],
    ['an own profile of nobody', { drafts: [{ scope: 'user', settings: SERVER }] }, 'userId'],
    ['a recipient who is two', { recipients: [{ userId: ann, address: 'a@example.org' }] }, 'recipients.0'],
    ['a kind that is none', { kind: 'telegram' }, 'kind'],
    [
      'a pattern that is none',
      { drafts: [{ scope: 'shared', settings: { ...SCRIPTS, policy: { allowedRecipients: [{ pattern: '(' }] } } }] },
      'drafts.0.settings.policy.allowedRecipients.0.pattern',
    ],
  ])('%s is refused with its place', async (_what, wrong, path) => {
    const body = { kind: 'free-mail', recipients: to('a@example.org'), ...wrong };
    expect(await config.call('/v1/policy/dry-run', { method: 'POST', body })).toMatchObject({
      status: 400,
      body: { errors: [{ path }] },
    });
  });
});

describe('what a person asks about himself', () => {
  const mine = (body: object, userId: string = ann) =>
    config.call('/v1/me/policy/dry-run', { method: 'POST', as: 'user', userId, body });

  it('is answered by what is stored', async () => {
    await saveMine();
    expect(await mine({ kind: 'free-mail', recipients: to('a@example.org') })).toMatchObject({
      status: 200,
      body: { profile: { scope: 'user' }, recipients: [{ outcome: 'sent' }] },
    });
  });

  it('does not tell him addresses of others, nor try drafts', async () => {
    expect(await mine({ kind: 'mention', recipients: [{ userId: bob }] })).toMatchObject({ status: 400 });
    const drafts = [{ scope: 'system', settings: SERVER }];
    expect(await mine({ kind: 'mention', recipients: to('a@example.org'), drafts })).toMatchObject({ status: 400 });
  });

  it('needs him to be in the directory', async () => {
    expect(await mine({ kind: 'mention', recipients: to('a@example.org') }, 'not-a-uuid')).toMatchObject({
      status: 404,
    });
  });
});
