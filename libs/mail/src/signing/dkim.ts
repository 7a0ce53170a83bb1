import { createHash, sign, type KeyObject } from 'node:crypto';
import { relaxedBody, relaxedField } from './relaxed.js';

/** Who signs, and with what: the public half stands in DNS at `<selector>._domainkey.<domain>`. */
export interface DkimSigner {
  readonly domain: string;
  readonly selector: string;
  /** RSA. */
  readonly privateKey: KeyObject;
}

/** What a reader sees, and what answers and unsubscribing go by (RFC 6376 §5.4.1). */
const SIGNED = [
  'from',
  'to',
  'subject',
  'date',
  'message-id',
  'references',
  'in-reply-to',
  'reply-to',
  'list-id',
  'list-unsubscribe',
  'list-unsubscribe-post',
  'mime-version',
  'content-type',
] as const;

/** Named once more than it occurs: whoever adds another From breaks the signature (RFC 6376 §8.15). */
const SEALED = 'from';

/** Where a value may be folded (RFC 6376 §3.5): base64 anywhere, names only behind a colon. */
const ANYWHERE = /.{1,72}/g;
const BETWEEN_NAMES = /.{1,71}(?::|$)/g;

/**
 * The message with a DKIM-Signature before it (RFC 6376, `rsa-sha256`, `relaxed/relaxed`). There is no time in it, so
 * the same message with the same key is the same octets each time. nodemailer can sign as well, but it cannot name a
 * field twice, and it sends the mail unsigned where signing fails.
 */
export function signed(message: Buffer, { domain, selector, privateKey }: DkimSigner): Buffer {
  const { fields, body } = parts(message.toString('latin1'));
  const chosen = SIGNED.flatMap((name) => lastFirst(fields, name));
  const names = [...chosen.map(nameOf), SEALED];
  const head = [
    'v=1; a=rsa-sha256; c=relaxed/relaxed;',
    `d=${domain}; s=${selector};`,
    `h=${lines(names.join(':'), BETWEEN_NAMES)};`,
    `bh=${createHash('sha256').update(relaxedBody(body), 'latin1').digest('base64')};`,
    'b=',
  ];
  const field = `DKIM-Signature: ${head.join('\r\n ')}`;
  const data = [...chosen.map(relaxedField), relaxedField(field)].join('\r\n');
  const signature = sign('sha256', Buffer.from(data, 'latin1'), privateKey).toString('base64');
  return Buffer.concat([Buffer.from(`${field}${lines(signature, ANYWHERE)}\r\n`, 'latin1'), message]);
}

/** Octets as characters: what is not ASCII stays what it is. */
function parts(text: string): { readonly fields: readonly string[]; readonly body: string } {
  const end = text.indexOf('\r\n\r\n');
  const head = end < 0 ? text : text.slice(0, end);
  return { fields: head.split(/\r\n(?![ \t])/), body: end < 0 ? '' : text.slice(end + 4) };
}

/** Fields of one name are signed from the bottom (RFC 6376 §5.4.2). */
const lastFirst = (fields: readonly string[], name: string): string[] =>
  fields.filter((field) => nameOf(field) === name).reverse();

const nameOf = (field: string): string => field.slice(0, field.indexOf(':')).trim().toLowerCase();

const lines = (value: string, piece: RegExp): string => (value.match(piece) ?? []).join('\r\n ');
