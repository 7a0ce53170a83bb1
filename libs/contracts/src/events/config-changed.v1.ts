import { z } from 'zod';
import { event } from '../event.js';

/** An admin saved something. Field names only: values travel in the `settings` and `directory` buckets. */
export const ConfigChangedV1 = event(
  'config.changed.v1',
  z.object({ document: z.string().max(120), revision: z.int().min(1), fields: z.array(z.string().max(60)).max(100) }),
  { by: ['config'] },
);

/**
 * As what `config.changed` names a linked account of Microsoft. Whenever it is linked, also once more, `tokens` is
 * among the fields.
 */
export const linkedAccountDocument = (accountId: string): string => `linked-account.${accountId}`;
