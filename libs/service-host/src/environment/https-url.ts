import { z } from 'zod';

/** What is said travels over TLS or not over a network at all. */
export const httpsUrl = z.url().refine(isHttpsOrHere, 'expected https, or http on this machine');

function isHttpsOrHere(value: string): boolean {
  if (!URL.canParse(value)) return false;
  const { protocol, hostname } = new URL(value);
  return protocol === 'https:' || (protocol === 'http:' && ['localhost', '127.0.0.1', '[::1]'].includes(hostname));
}
