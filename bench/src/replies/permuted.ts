import type { CaseSet, ReplyCase } from './case.js';
import { randomOf } from './random.js';
import { renamed } from './rename.js';
import { reordered } from './reorder.js';
import { missed, ours } from './score.js';

const SEEDS = [1, 2, 3, 4, 5, 6, 7, 8];

/** The same mail of other people, who say the same in another order. */
export function permuted(one: ReplyCase, seed: number): ReplyCase {
  const random = randomOf(seed);
  return renamed(reordered(one, random), random);
}

/** The cases whose result depends on who wrote, or on the order of what was said. */
export function changedByPermuting(cases: readonly ReplyCase[], seed: number): string[] {
  const before = new Set(missed(cases, ours));
  const after = new Set(
    missed(
      cases.map((one) => permuted(one, seed)),
      ours,
    ),
  );
  return cases.map(({ name }) => name).filter((name) => before.has(name) !== after.has(name));
}

export function permutedLines({ cases }: CaseSet): string[] {
  const changed = new Set(SEEDS.flatMap((seed) => changedByPermuting(cases, seed)));
  const verdict = changed.size === 0 ? 'unchanged' : `CHANGED: ${[...changed].join(', ')}`;
  const moved = cases.filter((one) => SEEDS.some((seed) => isOther(one, permuted(one, seed)))).length;
  return [`    ours with names, addresses and paragraphs permuted (${moved} cases, ${SEEDS.length} seeds): ${verdict}`];
}

/** Some mails name nobody and have one paragraph. */
export const isOther = (one: ReplyCase, other: ReplyCase): boolean =>
  one.mail.text !== other.mail.text || one.mail.html !== other.mail.html;
