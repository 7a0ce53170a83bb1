import type { InboundMail } from '../mail.js';

/** The shape of a reply token; whether we made it is for the key to say. */
const TOKEN = /^[a-z2-7]{40}$/;

/** Ours has one. A few more are tried, since a forwarder may add addresses; a thousand is an attack on the verifier. */
const MAX_CANDIDATES = 20;

/**
 * Everything in the message that may be a reply token, most telling first: the address it was delivered to, then the
 * recipients it names, then the left part of the Message-IDs it answers.
 */
export function intentCandidates(
  mail: Pick<InboundMail, 'deliveredTo' | 'to' | 'cc' | 'inReplyTo' | 'references'>,
): string[] {
  const addresses = [...mail.deliveredTo, ...[...mail.to, ...mail.cc].map(({ address }) => address)];
  const ids = [...mail.inReplyTo, ...[...mail.references].reverse()];
  const texts = [...addresses.map(subaddress), ...ids.map((id) => id.split('@', 1)[0]!)];
  const tokens = texts.map((text) => text.toLowerCase()).filter((text) => TOKEN.test(text));
  return [...new Set(tokens)].slice(0, MAX_CANDIDATES);
}

/** What a report quotes stands in its beginning: the header section of what came back, or all of it. */
const MAX_QUOTED = 256 * 1024;
const QUOTED = /(?<![a-z2-7])[a-z2-7]{40}(?![a-z2-7])/gi;

type Reporting = Pick<InboundMail, 'report' | 'text' | 'html' | 'deliveredTo' | 'to' | 'inReplyTo' | 'references'>;

/**
 * Everything in a report that may be a reply token of the mail that it is about: in the header section that came back,
 * in the address that the report was sent to (a reverse-path may carry one), in its text, which may hold a copy of the
 * message, and in the Message-IDs that it answers, where servers return nothing else.
 */
export function quotedTokens(mail: Reporting): string[] {
  const { report, text, html, deliveredTo, to } = mail;
  const addresses = [...deliveredTo, ...to.map(({ address }) => address)].join('\n');
  const answered = [...mail.inReplyTo, ...[...mail.references].reverse()].join('\n');
  const places = [report?.returnedHeaders, addresses, report?.deliveryStatus, report?.feedback, text, html, answered];
  const tokens = places.flatMap((place) => (place ?? '').slice(0, MAX_QUOTED).match(QUOTED) ?? []);
  return [...new Set(tokens.map((token) => token.toLowerCase()))].slice(0, MAX_CANDIDATES);
}

/** RFC 5233: what stands after the first `+` of the local part. */
function subaddress(address: string): string {
  const local = address.slice(0, Math.max(0, address.lastIndexOf('@')));
  const plus = local.indexOf('+');
  return plus < 0 ? '' : local.slice(plus + 1);
}
