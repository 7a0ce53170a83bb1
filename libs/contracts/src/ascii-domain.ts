import { domainToASCII } from 'node:url';

/** RFC 1035 §2.3.4; what is longer takes longer by far. */
const MAX_DOMAIN = 255;
/** Letters and digits of any script, and the full stops that stand for a dot (UTS 46 §2.3). */
const LABELS = /^[\p{L}\p{M}\p{N}.。．｡-]+$/u;
/** Such a host is an address in any of its notations. */
const ENDS_IN_NUMBER = /(?:^|\.)(?:\d+|0x[\da-f]*)\.?$/i;
const LDH = /^[a-z0-9.-]+$/;
const NOT_ASCII = /[^\0-\x7f]/;

/**
 * A domain in the ASCII form that DNS knows (RFC 5891 §5). What is none comes back as it is, so that it is like nothing
 * else: read as the host of a URL, `example.com#.attacker.test` would be `example.com`.
 */
export function asciiDomain(domain: string): string {
  if (domain.length > MAX_DOMAIN || !LABELS.test(domain) || ENDS_IN_NUMBER.test(domain)) return domain;
  const ascii = domainToASCII(domain);
  return LDH.test(ascii) && !ENDS_IN_NUMBER.test(ascii) ? ascii : domain;
}

/** The same for a domain that is kept as it was written: one in ASCII stays as it is, in its case too. */
export const inAscii = (domain: string): string => (NOT_ASCII.test(domain) ? asciiDomain(domain) : domain);
