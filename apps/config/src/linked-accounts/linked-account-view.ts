import { cursorTo, pageOf, pageQuery, uuid } from '@replyline/service-host';
import { z } from 'zod';
import { expiresSoon } from './freshness.js';
import type { LinkedAccount } from './linked-account.entity.js';

/** A linked account as the API shows it: nothing of its tokens. */
export const linkedAccountView = z.object({
  id: z.uuid(),
  revision: z.int(),
  owner: z.union([z.literal('system'), z.uuid()]).describe('`system`, or the id of the user whose it is'),
  address: z.string(),
  state: z.enum(['linked', 'needs-linking']),
  linkedAt: z.iso.datetime(),
  accessTokenExpiresAt: z.iso.datetime(),
  lastRefreshAt: z.iso.datetime().nullable(),
  refreshTokenExpiryWarning: z
    .boolean()
    .describe('Not refreshed for more than 60 days: Microsoft forgets it after 90, then it needs linking again'),
});
export type LinkedAccountView = z.output<typeof linkedAccountView>;

export const linkedAccountPage = pageOf(linkedAccountView);

const place = z.strictObject({ id: uuid });
export type AccountPlace = z.output<typeof place>;
export const linkedAccountQuery = z.object(pageQuery(cursorTo(place)));
export type LinkedAccountQuery = z.output<typeof linkedAccountQuery>;

/** Where a person goes to link his account. */
export const linkView = z.object({
  authorizeUrl: z.string().describe('To be opened in the browser that asked for it, which holds a cookie now'),
  expiresAt: z.iso.datetime(),
});

export const viewOf = (account: LinkedAccount, now: Date): LinkedAccountView => ({
  id: account.id,
  revision: account.revision,
  owner: account.ownerId ?? 'system',
  address: account.address,
  state: account.state,
  linkedAt: account.linkedAt.toISOString(),
  accessTokenExpiresAt: account.accessTokenExpiresAt.toISOString(),
  lastRefreshAt: account.lastRefreshAt?.toISOString() ?? null,
  refreshTokenExpiryWarning: account.state === 'linked' && expiresSoon(account, now),
});
