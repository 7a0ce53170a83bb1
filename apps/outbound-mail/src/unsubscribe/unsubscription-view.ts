import { mailAddress, topic } from '@replyline/contracts';
import { pageOf, pageQuery, timeCursor, uuid } from '@replyline/service-host';
import { z } from 'zod';
import type { Unsubscription } from './unsubscription.entity.js';

const unsubscriptionView = z.object({
  id: z.uuid(),
  recipient: z.string().describe('The id of a user, or the address of somebody outside of the directory'),
  topic: z.string(),
  deliveryId: z.uuid().describe('The mail whose link was followed'),
  unsubscribedAt: z.iso.datetime(),
});

export const unsubscriptionPage = pageOf(unsubscriptionView);
export type UnsubscriptionPage = z.output<typeof unsubscriptionPage>;

export const unsubscriptionQuery = z.object({
  recipient: uuid
    .or(mailAddress)
    .optional()
    .describe('The id of a user, or an address: also that of a user who left by a mail to it'),
  topic: topic.optional(),
  ...pageQuery(timeCursor),
});
export type UnsubscriptionQuery = z.output<typeof unsubscriptionQuery>;

export const viewUnsubscription = ({ id, recipient, topic, deliveryId, unsubscribedAt }: Unsubscription) => ({
  id,
  recipient,
  topic,
  deliveryId,
  unsubscribedAt: unsubscribedAt.toISOString(),
});
