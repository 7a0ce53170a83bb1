import { BlockList, isIP, isIPv6 } from 'node:net';

/**
 * Addresses that no mail server has: link-local ones, where clouds keep the credentials of the machine, unspecified and
 * multicast ones. Private networks are allowed: that is where corporate servers stand.
 */
const NEVER = new BlockList();
NEVER.addSubnet('169.254.0.0', 16, 'ipv4');
NEVER.addSubnet('0.0.0.0', 8, 'ipv4');
NEVER.addSubnet('224.0.0.0', 3, 'ipv4');
// 100.100.100.200 and fd00:ec2::254 are metadata services of Alibaba Cloud and Amazon.
NEVER.addAddress('100.100.100.200', 'ipv4');
NEVER.addSubnet('fe80::', 10, 'ipv6');
NEVER.addSubnet('ff00::', 8, 'ipv6');
NEVER.addAddress('::', 'ipv6');
NEVER.addAddress('fd00:ec2::254', 'ipv6');

/** Decided on the address that is connected to, not on the name, which may resolve to another one a moment later. */
export function isReachable(address: string): boolean {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1];
  const plain = mapped ?? address;
  return isIP(plain) !== 0 && !NEVER.check(plain, isIPv6(plain) ? 'ipv6' : 'ipv4');
}
