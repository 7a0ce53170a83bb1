import { z } from 'zod';

/** Secrets are never shown: of a typed one only that it is written. */
const SECRETS = new Set(['password', 'incomingPassword', 'clientSecret']);
const HIDDEN = '(secret)';

export const change = z.object({
  path: z.string().describe('Where, with dots between: sendingProfile.host, users.ann.groups.'),
  before: z.unknown().optional().describe('Absent: it is new.'),
  after: z.unknown().optional().describe('Absent: it goes.'),
});
export type Change = z.output<typeof change>;

/** What differs between two documents, leaf by leaf, in the order of their paths. */
export function diff(before: unknown, after: unknown): Change[] {
  const [was, is] = [leavesOf(before), leavesOf(after)];
  return [...new Set([...was.keys(), ...is.keys()])]
    .filter((path) => JSON.stringify(was.get(path)) !== JSON.stringify(is.get(path)))
    .sort()
    .map((path) => ({
      path,
      ...(was.has(path) && { before: was.get(path) }),
      ...(is.has(path) && { after: is.get(path) }),
    }));
}

/** The secrets that somebody wrote, or asked to delete: whether they are others than the stored ones is nobody's to know. */
export const typedSecrets = (wanted: unknown): Change[] =>
  [...leavesOf(wanted)]
    .filter(([path, value]) => SECRETS.has(path.split('.').at(-1)!) && value !== '')
    .map(([path, value]) => (value === null ? { path, before: HIDDEN } : { path, after: HIDDEN }));

type Leaves = Map<string, unknown>;

/** Items of a list go by what they are called, so that one more in the middle is one change. */
function leavesOf(value: unknown, path = '', leaves: Leaves = new Map()): Leaves {
  const parts = partsOf(value);
  if (!parts) {
    if (value !== undefined) leaves.set(path, value);
    return leaves;
  }
  for (const [name, part] of parts) leavesOf(part, path === '' ? name : `${path}.${name}`, leaves);
  return leaves;
}

function partsOf(value: unknown): (readonly [string, unknown])[] | undefined {
  if (Array.isArray(value)) {
    const named = value.map((item: unknown) => [nameOf(item), item] as const);
    return named.every((it): it is readonly [string, unknown] => it[0] !== undefined) && named.length > 0
      ? named
      : undefined;
  }
  return value !== null && typeof value === 'object' ? Object.entries(value) : undefined;
}

function nameOf(item: unknown): string | undefined {
  const { name, ownerId } = (item ?? {}) as { name?: unknown; ownerId?: unknown };
  const called = name ?? ownerId;
  return typeof called === 'string' ? called : undefined;
}
