import type { Entry, LineFault } from './read-section.js';

/** What a section says, in the words of a shared profile. Not checked yet: the schema of a profile does that. */
interface ProfileTyped {
  readonly kind: 'smtp';
  readonly host: string;
  readonly port: number;
  readonly encryption: 'none' | 'starttls-required';
  readonly verifyCertificate: boolean;
  readonly user: string;
  readonly password: string;
  readonly fromAddress: string | undefined;
  readonly policy: {
    readonly allowedGroups?: readonly string[];
    readonly allowedRecipients?: readonly { readonly pattern: string; readonly isSearch: boolean }[];
    readonly forcedFrom?: string;
  };
}

const ONCE = ['server', 'port', 'username', 'password', 'usetls', 'insecureskipverify', 'force-from'] as const;
const REPEATABLE = ['allowed-group', 'allowed-to'] as const;
const REQUIRED = ['server', 'port', 'username', 'password'] as const;
const BOOLEANS: readonly string[] = ['usetls', 'insecureskipverify'];

/** The spellings that git-style configuration takes for a boolean. */
const SPELLINGS = new Map([
  ...['true', 'yes', 'on', '1'].map((it) => [it, true] as const),
  ...['false', 'no', 'off', '0'].map((it) => [it, false] as const),
]);

/** What no profile can be made from, line by line, and what is missing. */
export function faultsOf(entries: readonly Entry[]): LineFault[] {
  const wrong = entries.flatMap(({ key, value, line }): LineFault[] => {
    if (!(ONCE as readonly string[]).includes(key) && !(REPEATABLE as readonly string[]).includes(key))
      return [{ line, message: `names an unknown key; known are ${[...ONCE, ...REPEATABLE].join(', ')}` }];
    if (BOOLEANS.includes(key) && !SPELLINGS.has(value.toLowerCase()))
      return [{ line, message: `is neither true nor false` }];
    return [];
  });
  const missing = REQUIRED.filter((key) => !entries.some((it) => it.key === key && it.value !== ''));
  return [...wrong, ...missing.map((key) => ({ line: 0, message: `the section has no ${key}, which it needs` }))];
}

/** A later file overrides an earlier one; keys that may be repeated add up. */
export function toProfile(entries: readonly Entry[], { isSearch }: { readonly isSearch: boolean }): ProfileTyped {
  const last = (key: (typeof ONCE)[number]): string => entries.findLast((it) => it.key === key)?.value ?? '';
  const all = (key: (typeof REPEATABLE)[number]) => entries.filter((it) => it.key === key).map(({ value }) => value);
  const is = (key: 'usetls' | 'insecureskipverify') => SPELLINGS.get(last(key).toLowerCase()) ?? false;
  const [groups, rules, forcedFrom] = [all('allowed-group'), all('allowed-to'), last('force-from')];
  return {
    kind: 'smtp',
    host: last('server'),
    port: Number(last('port')),
    encryption: is('usetls') ? 'starttls-required' : 'none',
    verifyCertificate: !is('insecureskipverify'),
    user: last('username'),
    password: last('password'),
    fromAddress: [forcedFrom, last('username')].find((it) => it.includes('@')),
    policy: {
      ...(groups.length > 0 && { allowedGroups: groups }),
      ...(rules.length > 0 && { allowedRecipients: rules.map((pattern) => ({ pattern, isSearch })) }),
      ...(forcedFrom !== '' && { forcedFrom }),
    },
  };
}
