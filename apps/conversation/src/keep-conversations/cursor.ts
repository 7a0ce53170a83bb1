import { z } from 'zod';

/** After which row the next page begins: the order is newest first, and by id where two came in one millisecond. */
export interface Cursor {
  readonly createdAt: Date;
  readonly id: string;
}

const shape = z.tuple([z.iso.datetime(), z.uuid()]);

/** Opaque to callers, so that the order may change. */
export const writeCursor = ({ createdAt, id }: Cursor): string =>
  Buffer.from(`${createdAt.toISOString()} ${id}`).toString('base64url');

/** Reads what `writeCursor` wrote; anything else is a wrong request. */
export const cursor = z
  .string()
  .max(200)
  .transform((text, context): Cursor => {
    const [at, id] = Buffer.from(text, 'base64url').toString().split(' ');
    const read = shape.safeParse([at, id]);
    if (read.success) return { createdAt: new Date(read.data[0]), id: read.data[1] };
    context.addIssue('is not a cursor of this list');
    return z.NEVER;
  });
