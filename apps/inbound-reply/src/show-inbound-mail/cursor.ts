import { Failure } from '@replyline/errors';
import { z } from 'zod';

const place = z.tuple([z.iso.datetime(), z.uuid()]);

/** Where a page ended: the time and the id of its last row, opaque to the caller. */
export const writeCursor = ({ storedAt, id }: { storedAt: Date; id: string }): string =>
  Buffer.from(JSON.stringify([storedAt.toISOString(), id])).toString('base64url');

/** Throws `request.invalid` for what is no cursor of ours. */
export function readCursor(text: string): { storedAt: Date; id: string } {
  try {
    const [storedAt, id] = place.parse(JSON.parse(Buffer.from(text, 'base64url').toString('utf8')));
    return { storedAt: new Date(storedAt), id };
  } catch (cause) {
    throw new Failure('request.invalid', { path: 'query.before' }, { cause });
  }
}
