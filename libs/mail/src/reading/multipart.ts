import { lineEnd } from './field.js';

/** Where a boundary is looked for that the field does not name. */
const SEARCH_BYTES = 64 * 1024;
const DELIMITER_AND_FIELD = /^--([^\r\n]{1,200})\r{0,2}\ncontent-[a-z-]{1,40}[ \t]{0,10}:/im;
const LF = 0x0a;
export const TOO_MANY = 'the message has too many parts';

interface Delimiter {
  readonly start: number;
  readonly end: number;
  readonly isFinal: boolean;
}

/** Beyond so many parts a message is not read: ten thousand are, whoever sends such a thing. */
export const MAX_PARTS = 11_000;

/**
 * RFC 2046 §5.1.1. A missing final delimiter ends with the body; what follows a final one is no part. Throws when there
 * are too many.
 */
export function divided(body: Buffer, boundary: string): { preamble: Buffer; entities: Buffer[] } {
  const found: Delimiter[] = [];
  for (const delimiter of delimiters(body, boundary)) {
    if (found.push(delimiter) > MAX_PARTS + 1) throw new Error(TOO_MANY);
  }
  const entities = found
    .filter(({ isFinal }) => !isFinal)
    .map(({ end }, at) => body.subarray(end, Math.max(end, withoutLineEnd(body, found[at + 1]?.start ?? body.length))));
  return { preamble: body.subarray(0, found[0]?.start ?? body.length), entities };
}

export const hasDelimiter = (body: Buffer, boundary: string): boolean => {
  const first = delimiters(body, boundary).next();
  return !first.done && !first.value.isFinal;
};

/** A line of two dashes and anything, before a line that is a field of a part. */
export const likelyBoundary = (body: Buffer): string | undefined =>
  DELIMITER_AND_FIELD.exec(body.subarray(0, SEARCH_BYTES).toString('latin1'))?.[1]?.trimEnd();

function* delimiters(body: Buffer, boundary: string): Generator<Delimiter, undefined> {
  const delimiter = Buffer.from(`\n--${boundary}`, 'latin1');
  for (let start = firstStart(body, delimiter); start > -1; start = body.indexOf(delimiter, start) + 1 || -1) {
    const after = start + delimiter.length - 1;
    const end = lineEnd(body, after);
    const rest = body.toString('latin1', after, Math.min(end, after + 200)).trim();
    if (rest !== '' && rest !== '--') continue;
    yield { start, end, isFinal: rest === '--' };
    if (rest === '--') return;
  }
}

/** Looked for with the line end before it: a line of dashes would be compared from each of them on. */
const firstStart = (body: Buffer, delimiter: Buffer): number =>
  body.subarray(0, delimiter.length - 1).equals(delimiter.subarray(1)) ? 0 : body.indexOf(delimiter) + 1 || -1;

/** The line end before a delimiter belongs to the delimiter. */
function withoutLineEnd(body: Buffer, end: number): number {
  if (end === body.length || body[end - 1] !== LF) return end;
  return body[end - 2] === 0x0d ? end - 2 : end - 1;
}
