import { asciiDomain } from '@replyline/contracts/ascii-domain';
import type { InboundMail } from '../mail.js';
import { hasOneAuthor } from './author.js';
import { readResults, type AuthenticationResults, type MethodResult } from './authentication-results.js';

/** Whether the domain in From answers for the message, and how we know. */
export interface Authentication {
  /** DMARC passed, or a DKIM signature by the domain in From did (RFC 7489 §3.1), or it never left its organisation. */
  readonly aligned: boolean;
  readonly method: 'dmarc' | 'dkim' | 'internal' | 'none';
}

type Signed = Pick<InboundMail, 'headers' | 'from'>;

const NOT_PROVEN: Authentication = { aligned: false, method: 'none' };

/**
 * Reads the `Authentication-Results` of the server we trust (RFC 8601 §5).
 *
 * Only the very first such field of a message counts, and only when it is that server's: a sender can write such fields too,
 * below whatever the receiving servers put on top. That server must remove those that carry its own name when mail comes in
 * (RFC 8601 §5), and must add its own to every mail; where it does neither, nothing here can tell a forged field from its own.
 * A DKIM pass counts where its `header.d` is the domain in From or a parent of it with at least two labels, a DMARC pass
 * where its `header.from` is; `dmarc=fail` outweighs both.
 */
export function readAuthentication(mail: Signed, authservId: string): Authentication {
  const topmost = topmostOf(mail);
  return topmost.authservId === authservId.toLowerCase() ? provenBy(topmost.results, mail) : NOT_PROVEN;
}

/**
 * The same in a mailbox of Exchange Online, whose field has no `authserv-id` and stands on top of every mail from outside. It
 * checks nothing of mail that stays in its organisation, and says so in a field that it removes from all other mail
 * ("header firewall"): `X-MS-Exchange-CrossTenant-AuthAs`, which looks alike, is what another organisation says.
 */
export function readExchangeAuthentication(mail: Signed): Authentication {
  const { authservId, results } = topmostOf(mail);
  const proven = authservId === undefined ? provenBy(results, mail) : NOT_PROVEN;
  if (proven.aligned || !isInternal(mail.headers)) return proven;
  const isRefuted = results.some(({ method, result }) => method === 'dmarc' && result === 'fail');
  return isRefuted || !hasOneAuthor(mail) ? NOT_PROVEN : { aligned: true, method: 'internal' };
}

/** Who writes in another one's name is in `Sender`: whether he may is nothing that these fields say. */
function isInternal(headers: Signed['headers']): boolean {
  const said = headers.get('x-ms-exchange-organization-authas') ?? [];
  return said.length === 1 && said[0]!.trim().toLowerCase() === 'internal' && !headers.has('sender');
}

const topmostOf = ({ headers }: Signed): AuthenticationResults =>
  readResults(headers.get('authentication-results')?.[0] ?? '');

function provenBy(results: readonly MethodResult[], mail: Signed): Authentication {
  const domain = hasOneAuthor(mail) ? domainOf(mail.from[0]!.address) : '';
  if (domain === '') return NOT_PROVEN;
  const of = (wanted: string): MethodResult[] => results.filter(({ method }) => method === wanted);
  // One that cannot be read may be a failure.
  if (of('dmarc').some(({ result, properties }) => result === 'fail' || !properties)) return NOT_PROVEN;
  if (of('dmarc').some((it) => isPassBy(it, 'header.from', domain))) return { aligned: true, method: 'dmarc' };
  const isSigned = of('dkim').some((it) =>
    isPassBy(it, it.properties?.has('header.d') ? 'header.d' : 'header.i', domain),
  );
  return isSigned ? { aligned: true, method: 'dkim' } : NOT_PROVEN;
}

const isPassBy = ({ result, properties }: MethodResult, property: string, domain: string): boolean =>
  result === 'pass' && isAligned(domainOf(properties?.get(property) ?? ''), domain);

/**
 * In the form of `normaliseAddress`: of internationalised mail a server names domains in their own letters (RFC 8601
 * §5, RFC 6530).
 */
const domainOf = (address: string): string => asciiDomain(address.slice(address.lastIndexOf('@') + 1));

/**
 * Relaxed alignment without a list of public suffixes: the signer is From's domain or a parent of it, and no bare
 * top-level domain.
 */
const isAligned = (signer: string, domain: string): boolean =>
  signer === domain || (signer.includes('.') && domain.endsWith(`.${signer}`));
