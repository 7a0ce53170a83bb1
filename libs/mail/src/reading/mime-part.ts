import libmime from 'libmime';
import { decodedText } from './charset.js';
import { decodedWords } from './encoded-words.js';
import { octetsOf, readHeaderSection, startsWithField, type Field } from './field.js';
import { divided, hasDelimiter, likelyBoundary, MAX_PARTS, TOO_MANY } from './multipart.js';
import { transferDecoded } from './transfer-encoding.js';

/** People nest four or five; a hundred is an attack on whoever walks the tree. */
const MAX_DEPTH = 32;
/** A signed mail of the largest size. */
const MAX_OPENED_BYTES = 64 * 1024 * 1024;
const MAX_VALUE_LENGTH = 64 * 1024;

/** A field such as Content-Type: its value and its parameters, both decoded (RFC 2231 too). */
interface Parameterised {
  readonly value: string;
  readonly params: Readonly<Record<string, string>>;
}

/** One entity of MIME: a leaf has a body, a multipart has parts. */
export interface MimePart {
  readonly fields: readonly Field[];
  /** Lower case, always with a slash. */
  readonly mediaType: string;
  readonly params: Readonly<Record<string, string>>;
  /** Lower case; empty when the part has none. */
  readonly disposition: string;
  readonly filename?: string;
  /** Transfer-decoded; of a multipart, what stood before its first part. */
  readonly body: Buffer;
  readonly parts: readonly MimePart[];
}

/** How much of a message was read so far, over all that it contains. */
export class Budget {
  private parts = 0;
  private opened = 0;

  /** Throws beyond the limit: such a message is not read at all. */
  takePart(): void {
    this.parts += 1;
    if (this.parts > MAX_PARTS) throw new Error(TOO_MANY);
  }

  /** What comes out of envelopes is counted together: a small one may hold a thousandfold, and a message many of them. */
  takeOpened(octets: number): void {
    this.opened += octets;
    if (this.opened > MAX_OPENED_BYTES) throw new Error('the envelopes hold too much');
  }
}

interface Place {
  readonly depth: number;
  readonly defaultType: string;
}
const ROOT: Place = { depth: 0, defaultType: 'text/plain' };

/** Reads an entity and what it contains, in time that is linear in its octets. */
export function readPart(entity: Buffer, budget: Budget, place = ROOT): MimePart {
  budget.takePart();
  const isHeadless = place.depth > 0 && !startsWithField(entity);
  const { fields, bodyStart } = isHeadless ? { fields: [], bodyStart: 0 } : readHeaderSection(entity);
  const body = entity.subarray(bodyStart);
  const disposition = parameterised(octetsOf(fields, 'content-disposition'));
  const type = contentType(fields, body, disposition, place.defaultType);
  const filename = disposition.params.filename ?? type.params.name;
  const part = {
    fields,
    mediaType: type.value,
    params: type.params,
    disposition: disposition.value,
    ...(filename !== undefined && filename !== '' && { filename }),
  };
  const encoding = octetsOf(fields, 'content-transfer-encoding');
  const isMultipart = type.value.startsWith('multipart/') && place.depth < MAX_DEPTH;
  if (!isMultipart) return { ...part, body: transferDecoded(body, encoding), parts: [] };
  const { preamble, entities } = partsOf(body, type.params.boundary, encoding);
  const inside = {
    depth: place.depth + 1,
    defaultType: type.value === 'multipart/digest' ? 'message/rfc822' : 'text/plain',
  };
  return { ...part, body: preamble, parts: entities.map((it) => readPart(it, budget, inside)) };
}

/** RFC 2046 §5.1.1 allows 70. Looking for a long one takes its length times that of the message. */
const MAX_BOUNDARY = 200;

/**
 * By the boundary that the field names, or the one that is there; gateways also encode a multipart as a whole, which
 * none may.
 */
function partsOf(
  body: Buffer,
  boundary: string | undefined,
  encoding: string,
): { preamble: Buffer; entities: Buffer[] } {
  const named = boundary !== undefined && boundary.length <= MAX_BOUNDARY ? boundary : undefined;
  if (named && hasDelimiter(body, named)) return divided(body, named);
  const decoded = transferDecoded(body, encoding);
  const real = named && hasDelimiter(decoded, named) ? named : likelyBoundary(decoded);
  return real === undefined ? { preamble: decoded, entities: [] } : divided(decoded, real);
}

/** Of several fields the one that fits: the first with a boundary that occurs, else the first that is well-formed. */
function contentType(
  fields: readonly Field[],
  body: Buffer,
  disposition: Parameterised,
  defaultType: string,
): Parameterised {
  const all = fields
    .filter(({ name }) => name === 'content-type')
    .slice(0, 4)
    .map(({ value }) => parameterised(value.toString('latin1').replace(/\r?\n/g, '')))
    .filter(({ value }) => /^[^/\s]+\/[^/\s]+$/.test(value));
  const fits = ({ value, params }: Parameterised): boolean =>
    !value.startsWith('multipart/') || (params.boundary !== undefined && hasDelimiter(body, params.boundary));
  const named = (all.length > 1 && all.find(fits)) || all[0];
  return named ?? { value: typeByName(disposition) ?? defaultType, params: {} };
}

function typeByName({ value, params: { filename } }: Parameterised): string | undefined {
  if (filename?.includes('.')) return libmime.detectMimeType(filename);
  return value === 'attachment' ? 'application/octet-stream' : undefined;
}

/**
 * Tokens and quoted strings of ASCII without an escape, a comment or an encoded word: nearly all there are, and read at
 * a glance.
 */
const PLAIN =
  /^[ \t]{0,10}[\w.+/-]{0,100}(?:;[ \t]{0,10}[a-z-]{1,40}=(?:[\w.+-]{1,200}|"[\w.+=: /-]{1,200}")){0,10}[ \t]{0,10}$/i;
const PARAMETER = /;[ \t]*([a-z-]+)=(?:([\w.+-]+)|"([^"]+)")/gi;

function plainlyParameterised(octets: string): Parameterised {
  const params = new Map<string, string>();
  for (const [, name, token, quoted] of octets.matchAll(PARAMETER)) {
    const key = name!.toLowerCase();
    if (!params.has(key)) params.set(key, token ?? quoted!);
  }
  return { value: octets.split(';', 1)[0]!.trim().toLowerCase(), params: Object.fromEntries(params) };
}

function parameterised(octets: string): Parameterised {
  if (PLAIN.test(octets)) return plainlyParameterised(octets);
  const raw = decodedText(Buffer.from(octets.slice(0, MAX_VALUE_LENGTH), 'latin1'));
  const { value, params, decodedParams = [] } = libmime.parseHeaderValue(raw, { stripComments: true });
  const decoded = Object.entries(params).map(([name, param]) => [
    name.toLowerCase(),
    decodedParams.includes(name) ? param : decodedWords(param),
  ]);
  return { value: (value || '').toLowerCase().trim(), params: Object.fromEntries(decoded) as Record<string, string> };
}
