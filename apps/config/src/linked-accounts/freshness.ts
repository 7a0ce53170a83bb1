import type { LinkedAccount } from './linked-account.entity.js';

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;
/** Enough for a mail server to be asked with it. */
const STILL_GOOD_MS = 5 * MINUTE_MS;
/** A server that refuses a token of this minute will refuse the next one too. */
const RENEW_PAUSE_MS = MINUTE_MS;
/** A refresh token that is not used dies after 90 days. */
const WARN_MS = 60 * DAY_MS;

type Times = Pick<LinkedAccount, 'revision' | 'linkedAt' | 'lastRefreshAt' | 'accessTokenExpiresAt'>;

/** What somebody wants of the tokens; `seen` is the revision that he read before he waited for his turn. */
interface Wish {
  readonly renew: boolean;
  readonly seen: number;
}

/** Whether the token that is stored will not do. Whoever waited while another one renewed takes what that one got. */
export function mustRefresh(account: Times, { renew, seen }: Wish, now: Date): boolean {
  if (account.accessTokenExpiresAt.getTime() - now.getTime() < STILL_GOOD_MS) return true;
  if (!renew || account.revision > seen) return false;
  return account.lastRefreshAt === null || now.getTime() - account.lastRefreshAt.getTime() >= RENEW_PAUSE_MS;
}

/** Each use of a refresh token gives it another 90 days, so once a day is often. */
export const isDue = (account: Times, now: Date): boolean => ageMs(account, now) >= DAY_MS;

export const expiresSoon = (account: Times, now: Date): boolean => ageMs(account, now) > WARN_MS;

const ageMs = ({ lastRefreshAt, linkedAt }: Times, now: Date): number =>
  now.getTime() - (lastRefreshAt ?? linkedAt).getTime();
