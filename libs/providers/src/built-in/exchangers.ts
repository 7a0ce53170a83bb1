import { Failure } from '@replyline/errors';
import { unlessAborted, within } from '../patience.js';

export interface MxRecord {
  readonly exchange: string;
  /** Lower is better. */
  readonly priority: number;
}

/** Asks DNS. Rejects as `node:dns` does. */
export type ResolveMx = (domain: string) => Promise<readonly MxRecord[]>;

/** A domain that names more could hold a connection for an hour. */
const MOST_HOSTS = 5;

const NO_SUCH_DOMAIN = 'ENOTFOUND';
const NO_SUCH_RECORD = 'ENODATA';

/**
 * The hosts that take mail for a domain, the best first (RFC 5321 §5.1); equally good ones in the order of `random`.
 * Without an MX record the domain itself is the host. Throws `provider.domain_takes_no_mail` for a null MX (RFC 7505),
 * `provider.domain_unknown`, and `provider.dns_failed` when DNS does not answer.
 */
export async function exchangersOf(domain: string, resolve: ResolveMx, random: () => number): Promise<MxRecord[]> {
  const found = await resolve(domain).catch((error: unknown) => {
    const { code } = error as { code?: string };
    if (code === NO_SUCH_RECORD) return [{ exchange: domain, priority: 0 }];
    throw new Failure(code === NO_SUCH_DOMAIN ? 'provider.domain_unknown' : 'provider.dns_failed', { step: 'mx' });
  });
  if (found.length === 0) return [{ exchange: domain, priority: 0 }];
  if (found.every(({ exchange }) => exchange === '' || exchange === '.')) {
    throw new Failure('provider.domain_takes_no_mail', { step: 'mx' });
  }
  return found
    .map((record) => ({ ...record, draw: random() }))
    .sort((a, b) => a.priority - b.priority || a.draw - b.draw)
    .filter(({ exchange }) => exchange !== '' && exchange !== '.')
    .slice(0, MOST_HOSTS)
    .map(({ exchange, priority }) => ({ exchange, priority }));
}

/** DNS has a patience of its own, which is longer than ours. */
export const inTime =
  (resolve: ResolveMx, { timeoutSeconds }: { readonly timeoutSeconds: number }, signal: AbortSignal): ResolveMx =>
  (domain) =>
    unlessAborted(resolve(domain), within(signal, timeoutSeconds * 1_000));

/** The part of a mailbox that DNS knows (RFC 5321 §4.1.2). */
export const domainOf = (address: string): string => address.slice(address.lastIndexOf('@') + 1).toLowerCase();
