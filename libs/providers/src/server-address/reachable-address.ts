import { BlockList, isIP, isIPv6 } from 'node:net';

/**
 * Addresses that no mail server has: unspecified and multicast ones, and link-local ones, where clouds keep the credentials
 * of the machine, unless the operator allows them. Private networks are allowed: that is where corporate servers stand.
 */
const NEVER = new BlockList();
NEVER.addSubnet('0.0.0.0', 8, 'ipv4');
NEVER.addSubnet('224.0.0.0', 3, 'ipv4');
NEVER.addSubnet('ff00::', 8, 'ipv6');
NEVER.addAddress('::', 'ipv6');

const LINK_LOCAL = new BlockList();
LINK_LOCAL.addSubnet('169.254.0.0', 16, 'ipv4');
LINK_LOCAL.addSubnet('fe80::', 10, 'ipv6');
// 100.100.100.200 and fd00:ec2::254 are metadata services of Alibaba Cloud and Amazon.
LINK_LOCAL.addAddress('100.100.100.200', 'ipv4');
LINK_LOCAL.addAddress('fd00:ec2::254', 'ipv6');

/** Decided on the address that is connected to, not on the name, which may resolve to another one a moment later. */
export function isReachable(address: string, allowLinkLocal = false): boolean {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1];
  const plain = mapped ?? address;
  if (isIP(plain) === 0) return false;
  const family = isIPv6(plain) ? 'ipv6' : 'ipv4';
  return !NEVER.check(plain, family) && (allowLinkLocal || !LINK_LOCAL.check(plain, family));
}
