import { asciiDomain } from '@replyline/contracts/ascii-domain';

/**
 * Of letters and digits that mean themselves, in a domain that is its own ASCII form. Most are, and to prove it of one
 * takes long.
 */
const PLAIN = /^[a-z0-9._+=-]{1,200}@(?:(?!xn--)[a-z0-9]+(?:-[a-z0-9]+)*\.){1,10}[a-z]{2,20}$/i;

/** RFC 5321 §4.5.3.1: 64 octets, the sign and 255. Of what is longer, to bring it into a form may take long. */
const MAX_ADDRESS = 320;

/**
 * The form in which addresses are compared: no angle brackets, lower case, the domain in its ASCII form.
 *
 * RFC 5321 §2.4 lets a server tell local parts apart by case; none in use does, and relays fold it.
 * A text that is no address comes back trimmed and in lower case.
 */
export function normaliseAddress(address: string): string {
  if (PLAIN.test(address)) return address.toLowerCase();
  if (address.length > MAX_ADDRESS) return address.trim().toLowerCase();
  const bare = address
    .replace(/[\p{Cc}\p{Cf}<>]/gu, '')
    .trim()
    .normalize('NFC')
    .toLowerCase();
  const at = bare.lastIndexOf('@');
  if (at < 1) return bare;
  const domain = bare.slice(at + 1).replace(/\.$/, '');
  return `${bare.slice(0, at)}@${asciiDomain(domain)}`;
}
