import { mailAddress } from '@replyline/contracts';
import { pageOf, pageQuery, timeCursor } from '@replyline/service-host';
import { z } from 'zod';
import type { Suppression } from './suppression.entity.js';
import { SUPPRESSION_REASONS } from './suppression-of.js';

const suppressionView = z.object({
  id: z.uuid(),
  address: z.string(),
  state: z.enum(['active', 'expired', 'lifted']),
  reason: z
    .enum(SUPPRESSION_REASONS)
    .describe('After a complaint the address gets what nobody can unsubscribe from; after the others, nothing'),
  statusCode: z.string().describe('What the report, or the server that refused the mail, said (RFC 3463)'),
  deliveryId: z.uuid().describe('The mail that came back or was refused'),
  createdAt: z.iso.datetime(),
  expiresAt: z.iso.datetime().nullable().describe('null: it lasts until it is lifted'),
  liftedAt: z.iso.datetime().nullable(),
  liftedBy: z.string().nullable().describe('The caller who lifted it'),
});
export type SuppressionView = z.output<typeof suppressionView>;

export const suppressionPage = pageOf(suppressionView);
export type SuppressionPage = z.output<typeof suppressionPage>;

/** What each state asks of the row. */
export const IN_STATE = {
  active: 's.liftedAt IS NULL AND (s.expiresAt IS NULL OR s.expiresAt > :now)',
  expired: 's.liftedAt IS NULL AND s.expiresAt <= :now',
  lifted: 's.liftedAt IS NOT NULL',
  any: 'TRUE',
} as const;

export const suppressionQuery = z.object({
  state: z
    .enum(Object.keys(IN_STATE) as [keyof typeof IN_STATE])
    .default('active')
    .describe('Those in force, unless it says otherwise'),
  address: mailAddress.optional().describe('In upper or lower case'),
  ...pageQuery(timeCursor),
});
export type SuppressionQuery = z.output<typeof suppressionQuery>;

export const viewSuppression = (it: Suppression, now: Date): SuppressionView => ({
  id: it.id,
  address: it.address,
  state: stateOf(it, now),
  reason: it.reason,
  statusCode: it.statusCode,
  deliveryId: it.deliveryId,
  createdAt: it.createdAt.toISOString(),
  expiresAt: it.expiresAt?.toISOString() ?? null,
  liftedAt: it.liftedAt?.toISOString() ?? null,
  liftedBy: it.liftedBy,
});

function stateOf({ liftedAt, expiresAt }: Suppression, now: Date): SuppressionView['state'] {
  if (liftedAt) return 'lifted';
  return expiresAt && expiresAt <= now ? 'expired' : 'active';
}
