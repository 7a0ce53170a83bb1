import { lookup } from 'node:dns/promises';
import { BlockList, isIP } from 'node:net';
import { Failure } from '@replyline/errors';

/** Link-local networks, which hold the metadata services of clouds, and the one such service that lives elsewhere. */
const REFUSED = new BlockList();
REFUSED.addSubnet('169.254.0.0', 16, 'ipv4');
REFUSED.addSubnet('fe80::', 10, 'ipv6');
REFUSED.addAddress('fd00:ec2::254', 'ipv6');

/** Whether settings may make the service connect there. Private networks are allowed: mail servers live in them. */
export const isRefusedAddress = (address: string): boolean =>
  REFUSED.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4');

/**
 * The address to connect to, looked up once: what was checked is what is connected to, whatever the name says next.
 * Throws what the lookup throws, or `mailbox.host_refused`.
 */
export async function serverAddress(host: string): Promise<string> {
  const { address } = await lookup(host, { verbatim: false });
  if (isRefusedAddress(address)) throw new Failure('mailbox.host_refused');
  return address;
}
