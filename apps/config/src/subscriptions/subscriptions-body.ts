import { topic } from '@replyline/contracts';
import { z } from 'zod';

/** The whole list: what is not in it is not subscribed to. */
export const subscriptionsBody = z.object({
  topics: z
    .array(topic)
    .max(500)
    .transform((topics) => [...new Set(topics)]),
});
export type SubscriptionsBody = z.output<typeof subscriptionsBody>;

export const subscriptionsView = z.object({ topics: z.array(topic) });
