import { prose } from '@replyline/contracts';
import { normaliseAddress } from '@replyline/mail';
import { pageQuery, timeCursor, uuid } from '@replyline/service-host';
import { OCCASION_NAMES } from '@replyline/sending-policy';
import { z } from 'zod';
import { DELIVERY_STATES } from '../keep-deliveries/delivery-state.js';

const moment = z.iso
  .datetime({ offset: true })
  .transform((text) => new Date(text))
  .optional();

export const notificationQuery = z.object({
  recipient: uuid.optional().describe('The id of a user'),
  address: prose(254)
    .transform(normaliseAddress)
    .optional()
    .describe('The address that the mail went to, in any case, with angle brackets or without them'),
  state: z
    .enum(DELIVERY_STATES)
    .optional()
    .describe('Of one of its deliveries; a refused request has none: see refused'),
  refused: z
    .enum(['true', 'false'])
    .optional()
    .describe('true: requests that were refused as a whole, which have no deliveries; false: all others'),
  kind: z.enum(OCCASION_NAMES).optional(),
  since: moment.describe('Accepted at this time or later'),
  until: moment.describe('Accepted before this time'),
  idempotencyKey: prose(200).optional().describe('The key that its publisher gave it'),
  eventId: prose(255)
    .optional()
    .describe('The id of an event that asked for it, the first or one that repeated its key and content'),
  ...pageQuery(timeCursor),
});
export type NotificationQuery = z.output<typeof notificationQuery>;
