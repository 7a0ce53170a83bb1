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

/** What differs between two documents, in the order of the paths: what only one of them has is one change, whole. */
export function diff(before: unknown, after: unknown, path = ''): Change[] {
  const [was, is] = [partsOf(before), partsOf(after)];
  if (!was || !is) return isSame(before, after) ? [] : [changeAt(path, before, after)];
  const [old, young] = [new Map(was), new Map(is)];
  return [...new Set([...old.keys(), ...young.keys()])]
    .sort()
    .flatMap((name) => diff(old.get(name), young.get(name), below(path, name)));
}

const isSame = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);

const changeAt = (path: string, before: unknown, after: unknown): Change => ({
  path,
  ...(before !== undefined && { before }),
  ...(after !== undefined && { after }),
});

const below = (path: string, name: string): string => (path === '' ? name : `${path}.${name}`);

/** The secrets that somebody wrote, or asked to delete: whether they are others than the stored ones is nobody's to know. */
export const typedSecrets = (wanted: unknown): Change[] =>
  leavesOf(wanted)
    .filter(([path, value]) => SECRETS.has(path.split('.').at(-1)!) && value !== '')
    .map(([path, value]) => (value === null ? { path, before: HIDDEN } : { path, after: HIDDEN }));

/** Items of a list go by what they are called, so that one more in the middle is one change. */
function leavesOf(value: unknown, path = ''): [string, unknown][] {
  const parts = partsOf(value);
  if (!parts) return value === undefined ? [] : [[path, value]];
  return parts.flatMap(([name, part]) => leavesOf(part, below(path, name)));
}

function partsOf(value: unknown): (readonly [string, unknown])[] | undefined {
  if (!Array.isArray(value)) return value !== null && typeof value === 'object' ? Object.entries(value) : undefined;
  const named = value.map((item: unknown) => [nameOf(item), item] as const);
  return named.every((it): it is readonly [string, unknown] => it[0] !== undefined) ? named : undefined;
}

function nameOf(item: unknown): string | undefined {
  const { name, ownerId } = (item ?? {}) as { name?: unknown; ownerId?: unknown };
  const called = name ?? ownerId;
  return typeof called === 'string' ? called : undefined;
}
