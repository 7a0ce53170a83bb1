import type { InboundMail } from '../mail.js';

/** Whether the domain in From answers for the message, and how we know. */
export interface Authentication {
  /** DMARC passed, or a DKIM signature by the domain in From did (RFC 7489 §3.1). */
  readonly aligned: boolean;
  readonly method: 'dmarc' | 'dkim' | 'none';
}

const NOT_PROVEN: Authentication = { aligned: false, method: 'none' };

/** Servers check a handful of signatures. */
const MAX_RESULTS = 50;

/**
 * Reads the topmost `Authentication-Results` of the server we trust (RFC 8601 §5).
 *
 * Only the topmost counts: a sender can write such fields too, below those of the receiving server. A DKIM pass counts where
 * its `header.d` is the domain in From or a parent of it with at least two labels; `dmarc=fail` outweighs it.
 */
export function readAuthentication(mail: Pick<InboundMail, 'headers' | 'from'>, authservId: string): Authentication {
  const trusted = (mail.headers.get('authentication-results') ?? []).find(
    (value) => authservIdOf(value) === authservId.toLowerCase(),
  );
  const hasOneFrom = mail.from.length === 1 && (mail.headers.get('from') ?? []).length <= 1;
  const domain = hasOneFrom ? domainOf(mail.from[0]!.address) : undefined;
  if (trusted === undefined || !domain) return NOT_PROVEN;
  const results = withoutComments(trusted).split(';').slice(1, MAX_RESULTS).map(readResult);
  const dmarc = results.filter(({ method }) => method === 'dmarc');
  if (dmarc.some(({ result }) => result === 'fail')) return NOT_PROVEN;
  if (dmarc.some((one) => one.result === 'pass' && isAligned(one.from || domain, domain)))
    return { aligned: true, method: 'dmarc' };
  const signed = results.some((one) => one.method === 'dkim' && one.result === 'pass' && isAligned(one.signer, domain));
  return signed ? { aligned: true, method: 'dkim' } : NOT_PROVEN;
}

const authservIdOf = (value: string): string | undefined =>
  withoutComments(value).trim().split(/[\s;]/, 1)[0]?.toLowerCase();

const domainOf = (address: string): string => address.slice(address.lastIndexOf('@') + 1);

function readResult(clause: string): { method: string; result: string; signer: string; from: string } {
  const [, method = '', result = ''] = /^\s*([a-z-]+)(?:\/\d+)?\s*=\s*([a-z]+)/i.exec(clause) ?? [];
  const property = (name: RegExp): string => name.exec(clause)?.[1]?.toLowerCase().replace(/^.*@/, '') ?? '';
  return {
    method: method.toLowerCase(),
    result: result.toLowerCase(),
    signer: property(/\bheader\.d\s*=\s*"?([^\s";]+)/i) || property(/\bheader\.i\s*=\s*"?([^\s";]+)/i),
    from: property(/\bheader\.from\s*=\s*"?([^\s";]+)/i),
  };
}

/** Relaxed alignment without a list of public suffixes: the signer is From's domain or a parent of it, and no bare top-level domain. */
const isAligned = (signer: string, domain: string): boolean =>
  signer === domain || (signer.includes('.') && domain.endsWith(`.${signer}`));

/**
 * RFC 8601 §2.2 allows comments and quoted strings, and senders have a say in both: a forged result inside them must not come to
 * light, by an escaped bracket or quotation mark neither. Of a quoted string only what a domain may hold is kept.
 */
function withoutComments(value: string): string {
  let depth = 0;
  let isQuoted = false;
  let kept = '';
  for (let at = 0; at < value.length; at += 1) {
    const character = value[at]!;
    if (character === '\\' && (isQuoted || depth > 0)) at += 1;
    else if (character === '"' && depth === 0) isQuoted = !isQuoted;
    else if (isQuoted) kept += /[\w.@-]/.test(character) ? character : '';
    else if (character === '(') depth += 1;
    else if (character === ')') depth = Math.max(0, depth - 1);
    else if (depth === 0) kept += character;
  }
  return kept;
}
