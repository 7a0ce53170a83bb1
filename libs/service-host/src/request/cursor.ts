import { z } from 'zod';

/** Where a page of a list by time ended. The id decides between rows of one time. */
const timePlace = z.strictObject({ at: z.iso.datetime().transform((at) => new Date(at)), id: z.uuid() });
export type TimePlace = z.output<typeof timePlace>;

/** Opaque to callers, so that the order of a list may change. */
export const writeCursor = <P extends object>(place: P): string =>
  Buffer.from(JSON.stringify(place)).toString('base64url');

/** Reads what `writeCursor` wrote of such a place; anything else is a wrong request. */
export const cursorTo = <S extends z.ZodType>(place: S) =>
  z
    .string()
    .max(200)
    .transform((text, context): z.output<S> => {
      const read = place.safeParse(decoded(text));
      if (read.success) return read.data;
      context.addIssue('is not a cursor of this list');
      return z.NEVER;
    });

/**
 * For lists by time and id. It carries whole milliseconds: a column that has microseconds would be compared with less
 * than it holds, and rows be skipped.
 */
export const timeCursor = cursorTo(timePlace);

function decoded(text: string): unknown {
  try {
    return JSON.parse(Buffer.from(text, 'base64url').toString('utf8'));
  } catch {
    return undefined;
  }
}
