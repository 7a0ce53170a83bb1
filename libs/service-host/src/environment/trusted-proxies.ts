import { isIP, isIPv4 } from 'node:net';
import { z } from 'zod';

const NAMED = ['loopback', 'linklocal', 'uniquelocal'];

/** Names, addresses and networks, separated by commas; nobody is believed where nothing is said. */
export const trustedProxies = z
  .string()
  .default('')
  .transform((text) => text.split(',').flatMap((part) => part.trim() || []))
  .refine(
    (proxies) => proxies.every(isProxy),
    'expected addresses like 10.0.0.5, networks like 10.0.0.0/8, or loopback, linklocal, uniquelocal, separated by commas',
  );

function isProxy(text: string): boolean {
  const [address = '', bits, ...more] = text.split('/');
  if (bits === undefined) return NAMED.includes(address) || isIP(address) !== 0;
  const most = isIPv4(address) ? 32 : 128;
  // A network of all addresses would let anybody say who he is.
  return more.length === 0 && isIP(address) !== 0 && /^\d{1,3}$/.test(bits) && Number(bits) > 0 && Number(bits) <= most;
}
