import { NOTIFICATION_KINDS } from '@replyline/contracts';
import { z } from 'zod';

/** A kind that there is: of any other every request would be refused, long after it was saved. */
export const knownKind = z.enum(NOTIFICATION_KINDS, {
  error: ({ input }) => `is not a kind; ${nearestTo(String(input))} is the nearest of ${NOTIFICATION_KINDS.join(', ')}`,
});

const nearestTo = (name: string): string =>
  NOTIFICATION_KINDS.toSorted((a, b) => distance(name, a) - distance(name, b))[0]!;

/** How many letters one has to add, take away or change (Levenshtein). Nobody's slip is longer than a kind. */
function distance(from: string, to: string): number {
  let before = Array.from({ length: to.length + 1 }, (_, at) => at);
  for (const [row, letter] of [...from.slice(0, 80)].entries()) {
    const now = [row + 1];
    for (const [at, other] of [...to].entries()) {
      now.push(Math.min(before[at + 1]! + 1, now[at]! + 1, before[at]! + (letter === other ? 0 : 1)));
    }
    before = now;
  }
  return before.at(-1)!;
}
