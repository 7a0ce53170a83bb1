import { SYSTEM_PROFILE, userProfileId, type SendingProfile, type SharedPolicy } from '@replyline/contracts';
import { Failure } from '@replyline/errors';
import type { Occasion } from './occasion.js';

/** Why a profile was chosen. */
export type ProfileRule = 'system-notification' | 'own-profile' | 'shared-profile';

export interface ChosenProfile {
  readonly profile: SendingProfile;
  readonly rule: ProfileRule;
}

/** Who causes the mail. */
export interface Person {
  readonly id: string;
  readonly groups: readonly string[];
}

/**
 * The one profile that a mail leaves through. A person's own profile is used even when a shared one is there, and when it
 * fails nothing else is tried. Of several shared ones the most specific list of groups comes first, then the name.
 *
 * Throws `policy.no_sending_profile` when the system has none, `policy.no_profile_for_user` when the person has no own
 * profile and may use no shared one.
 */
export function chooseProfile(
  { through }: Occasion,
  person: Person | undefined,
  profiles: readonly SendingProfile[],
): ChosenProfile {
  if (through === 'system') {
    const profile = profiles.find(({ id }) => id === SYSTEM_PROFILE);
    if (!profile) throw new Failure('policy.no_sending_profile');
    return { profile, rule: 'system-notification' };
  }
  if (!person) throw new Failure('policy.no_profile_for_user');
  const own = profiles.find(({ id }) => id === userProfileId(person.id));
  if (own) return { profile: own, rule: 'own-profile' };
  const [shared] = sharedFor(person, profiles);
  if (!shared) throw new Failure('policy.no_profile_for_user');
  return { profile: shared, rule: 'shared-profile' };
}

/** The shared profiles that a person may use, the one that is used first. */
export const sharedFor = (person: Person, profiles: readonly SendingProfile[]): SendingProfile[] =>
  profiles
    .filter(({ scope, policy }) => scope === 'shared' && mayUse(policy, person.groups))
    .sort((a, b) => breadth(a) - breadth(b) || compare(a.name, b.name) || compare(a.id, b.id));

/** Without a list of groups everybody may; an empty list lets nobody. */
export const mayUse = ({ allowedGroups }: SharedPolicy = {}, groups: readonly string[]): boolean =>
  allowedGroups === undefined || allowedGroups.some((group) => groups.includes(group));

const breadth = ({ policy }: SendingProfile): number => policy?.allowedGroups?.length ?? Infinity;

/** By code point: the order must not depend on the locale of a machine. */
const compare = (a = '', b = ''): number => (a < b ? -1 : Number(a > b));
