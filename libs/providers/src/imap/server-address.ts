import { lookup } from 'node:dns/promises';
import { Failure } from '@replyline/errors';
import { isReachable } from '../server-address/reachable-address.js';

/** Asks the names of this machine, as `node:dns` does. */
type Resolve = (host: string, options: { verbatim: false }) => Promise<{ readonly address: string }>;

/**
 * The address to connect to, looked up once: what was checked is what is connected to, whatever the name says next.
 * Throws what the lookup throws, or `mailbox.host_refused`.
 */
export async function serverAddress(host: string, allowLinkLocal = false, resolve: Resolve = lookup): Promise<string> {
  const { address } = await resolve(host, { verbatim: false });
  if (!isReachable(address, allowLinkLocal)) throw new Failure('mailbox.host_refused');
  return address;
}
