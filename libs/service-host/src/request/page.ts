import { z } from 'zod';

/** How every list answers. */
export const pageOf = <S extends z.ZodType>(item: S) =>
  z.object({
    items: z.array(item),
    next: z.string().nullable().describe('Give it as `cursor` to get the page after this one; null on the last page'),
  });

export const pageLimit = z.coerce.number().int().min(1).max(200).default(50);

/** The fields of every list's query, beside its filters. */
export const pageQuery = <S extends z.ZodType>(cursor: S) => ({
  cursor: cursor.optional().describe('The `next` of the page before; without it the list begins'),
  limit: pageLimit,
});

export interface Page<T, N = string> {
  readonly items: T[];
  readonly next: N | null;
}

/** The page in what was found, when one row more than the page holds was asked for. */
export function cutPage<T, N = string>(found: readonly T[], limit: number, nextAfter: (last: T) => N): Page<T, N> {
  const items = found.slice(0, limit);
  const last = items.at(-1);
  return { items, next: found.length > limit && last !== undefined ? nextAfter(last) : null };
}
