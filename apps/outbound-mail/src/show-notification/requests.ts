import { z } from 'zod';
import { DELIVERY_STATES } from '../keep-deliveries/delivery-state.js';

/** After which notification a page begins: newest first, by id where two came in one millisecond. */
export interface Cursor {
  readonly acceptedAt: Date;
  readonly id: string;
}

/** Opaque to callers, so that the order may change. */
export const writeCursor = ({ acceptedAt, id }: Cursor): string =>
  Buffer.from(`${acceptedAt.toISOString()} ${id}`).toString('base64url');

const shape = z.tuple([z.iso.datetime(), z.uuid()]);

const cursor = z
  .string()
  .max(200)
  .transform((text, context): Cursor => {
    const read = shape.safeParse(Buffer.from(text, 'base64url').toString().split(' '));
    if (read.success) return { acceptedAt: new Date(read.data[0]), id: read.data[1] };
    context.addIssue('is not a cursor of this list');
    return z.NEVER;
  });

export const notificationPath = z.object({ id: z.uuid() });

export const notificationQuery = z.object({
  /** The id of a user. */
  recipient: z.uuid().optional(),
  state: z.enum(DELIVERY_STATES).optional(),
  kind: z.enum(['mention', 'assignment', 'reply-rejected', 'reply-held']).optional(),
  /** The id of the event that asked for it. */
  eventId: z.string().max(255).optional(),
  limit: z.coerce.number().int().min(1).max(100).default(20),
  cursor: cursor.optional(),
});
export type NotificationQuery = z.output<typeof notificationQuery>;
