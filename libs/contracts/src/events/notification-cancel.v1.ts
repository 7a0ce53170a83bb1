import { z } from 'zod';
import { event, publisherOf } from '../event.js';

/** "Do not tell them any more." Whoever asked for a notification may take it back; what a server has already taken stays sent. */
export const NotificationCancelV1 = event(
  'notification.cancel.v1',
  z.object({
    /** The `id` of the event that asked for it, from the same `source`. */
    eventId: z.string().min(1).max(255),
  }),
  {
    by: 'anybody',
    routing: { suffix: publisherOf, wildcard: '*', permission: (publisher) => publisher },
  },
);
