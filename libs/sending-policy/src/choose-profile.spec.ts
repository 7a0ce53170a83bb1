import { SendingProfileDocument, userProfileId, type SendingProfile } from '@replyline/contracts';
import { describe, expect, it } from '@jest/globals';
import { chooseProfile, mayUse, sharedFor } from './choose-profile.js';
import { OCCASION_NAMES, OCCASIONS } from './occasion.js';

const ANNA = { id: '0b8f5a0e-3f0a-4d7e-9a44-6a1c2f1f0a01', groups: ['analysts', 'night-shift'] };

const profile = (id: string, extra: object = {}): SendingProfile =>
  SendingProfileDocument.schema.parse({
    kind: 'smtp',
    id,
    revision: 1,
    host: 'smtp.example.com',
    port: 25,
    encryption: 'none',
    timeoutSeconds: 30,
    fromAddress: 'mail@example.com',
    ...extra,
  });
const shared = (name: string, allowedGroups?: string[]): SendingProfile =>
  profile(`shared-${name}`, { scope: 'shared', name, policy: { allowedGroups } });
const SYSTEM = profile('system');
const OWN = profile(userProfileId(ANNA.id), { scope: 'user', ownerId: ANNA.id });

const refusal = (code: string): object => expect.objectContaining({ code });

describe('a mail of the system', () => {
  it.each(OCCASION_NAMES.filter((name) => OCCASIONS[name].through === 'system'))('%s: the system profile', (name) => {
    const profiles = [OWN, shared('all'), SYSTEM];
    expect(chooseProfile(OCCASIONS[name], ANNA, profiles)).toEqual({ profile: SYSTEM, rule: 'system-notification' });
  });

  it('is refused without a system profile, whatever else is there', () => {
    expect(() => chooseProfile(OCCASIONS.mention, ANNA, [OWN, shared('all')])).toThrow(
      refusal('policy.no_sending_profile'),
    );
  });
});

describe('a mail of a script or flow', () => {
  const chosen = (...profiles: SendingProfile[]) => {
    const { profile, rule } = chooseProfile(OCCASIONS['free-mail'], ANNA, profiles);
    return `${profile.id} by ${rule}`;
  };

  it('leaves through the own profile, even when a shared one is there', () => {
    expect(chosen(SYSTEM, shared('all'), OWN)).toBe(`${OWN.id} by own-profile`);
  });

  it('leaves through the shared profile with the most specific list of groups', () => {
    const broad = shared('broad', ['analysts', 'drivers', 'night-shift']);
    expect(chosen(shared('all'), broad, shared('narrow', ['night-shift']))).toBe('shared-narrow by shared-profile');
    expect(chosen(shared('all'), broad)).toBe('shared-broad by shared-profile');
    expect(chosen(shared('all'))).toBe('shared-all by shared-profile');
  });

  it('leaves through the first by name of equally specific ones', () => {
    expect(chosen(shared('b', ['analysts']), shared('a', ['night-shift']))).toBe('shared-a by shared-profile');
  });

  it.each([
    ['nobody may use', [SYSTEM, shared('empty', [])]],
    ['another group may use', [SYSTEM, shared('drivers', ['drivers'])]],
    ['is somebody else’s own', [SYSTEM, profile(userProfileId('x'), { scope: 'user' })]],
  ])('is refused when the only profile %s', (_name, profiles) => {
    expect(() => chooseProfile(OCCASIONS['free-mail'], ANNA, profiles)).toThrow(refusal('policy.no_profile_for_user'));
  });

  it('is refused when nobody causes it', () => {
    expect(() => chooseProfile(OCCASIONS['free-mail'], undefined, [SYSTEM, shared('all')])).toThrow(
      refusal('policy.no_profile_for_user'),
    );
  });
});

it.each([
  [undefined, [], true],
  [[], ['analysts'], false],
  [['analysts'], ['analysts'], true],
  [['analysts'], ['Analysts'], false],
  [['analysts'], [], false],
])('with the groups %j a person of %j may use a profile: %s', (allowedGroups, groups, may) => {
  expect(mayUse({ allowedGroups }, groups)).toBe(may);
});

it('without a policy everybody may use a shared profile', () => {
  const plain = profile('shared-plain', { scope: 'shared', name: 'plain' });
  expect(sharedFor({ id: ANNA.id, groups: [] }, [SYSTEM, plain])).toEqual([plain]);
});
