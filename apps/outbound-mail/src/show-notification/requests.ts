import { prose } from '@replyline/contracts';
import { pageQuery, timeCursor, uuid } from '@replyline/service-host';
import { z } from 'zod';
import { DELIVERY_STATES } from '../keep-deliveries/delivery-state.js';

export const notificationQuery = z.object({
  recipient: uuid.optional().describe('The id of a user'),
  state: z.enum(DELIVERY_STATES).optional(),
  kind: z.enum(['mention', 'assignment', 'reply-rejected', 'reply-held']).optional(),
  eventId: prose(255).optional().describe('The id of the event that asked for it'),
  ...pageQuery(timeCursor),
});
export type NotificationQuery = z.output<typeof notificationQuery>;
