import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '@replyline/tools';
import fc from 'fast-check';
import { HEADERS, HTML_BREAKERS, HTML_TAGS, MIME_LINES, TEXT_PIECES } from './pieces.js';

const from = (pieces: readonly string[]): fc.Arbitrary<string> => fc.constantFrom(...pieces);
const joined = (piece: fc.Arbitrary<string>, maxLength: number, between: readonly string[]): fc.Arbitrary<string> =>
  fc.tuple(fc.array(piece, { maxLength }), from(between)).map(([pieces, join]) => pieces.join(join));

const word = fc.nat(9_999).map((number) => `w${number}x`);
const sentence = fc.array(word, { minLength: 1, maxLength: 6 }).map((words) => words.join(' '));
const noise = fc.string({ unit: 'binary', maxLength: 12 });

/** A text as clients and people make it, and as nobody does. */
export const texts: fc.Arbitrary<string> = joined(
  fc.oneof(
    { weight: 6, arbitrary: from(TEXT_PIECES) },
    { weight: 3, arbitrary: sentence },
    { weight: 1, arbitrary: fc.tuple(from(['> ', '>> ', '  > ', '| ', '\t']), sentence).map((pair) => pair.join('')) },
    { weight: 1, arbitrary: fc.tuple(from(TEXT_PIECES), from(TEXT_PIECES)).map((pair) => pair.join(' ')) },
    { weight: 1, arbitrary: noise },
  ),
  14,
  ['\n', '\n', '\n', '\r\n', '\n\n', '\r', ' '],
);

const htmlPiece = fc.oneof(
  { weight: 5, arbitrary: from(HTML_TAGS) },
  { weight: 3, arbitrary: sentence },
  { weight: 1, arbitrary: from(TEXT_PIECES.filter((piece) => !piece.includes('<'))) },
);

/** HTML whose elements are opened and closed at random, and which hides nothing. */
export const openHtml: fc.Arbitrary<string> = joined(htmlPiece, 24, ['', '', '\n', ' ']);

/** HTML with everything. */
export const anyHtml: fc.Arbitrary<string> = joined(
  fc.oneof(
    { weight: 6, arbitrary: htmlPiece },
    { weight: 2, arbitrary: from(HTML_BREAKERS) },
    { weight: 1, arbitrary: noise },
  ),
  24,
  ['', '\n'],
);

const bodyLine = fc.oneof(
  { weight: 3, arbitrary: from(TEXT_PIECES) },
  { weight: 2, arbitrary: from(MIME_LINES) },
  { weight: 2, arbitrary: from(HEADERS) },
  { weight: 1, arbitrary: from(HTML_TAGS) },
  { weight: 1, arbitrary: sentence },
);

const built: fc.Arbitrary<Buffer> = fc
  .tuple(fc.array(from(HEADERS), { maxLength: 8 }), fc.array(bodyLine, { maxLength: 16 }), from(['utf8', 'latin1']))
  .map(([headers, lines, encoding]) =>
    Buffer.from([...headers, '', ...lines].join('\r\n'), encoding as 'utf8' | 'latin1'),
  );

const CORPUS = join(ROOT, 'corpus');
const SEEDS: readonly Buffer[] = readdirSync(CORPUS)
  .filter((file) => file.endsWith('.eml'))
  .map((file) => readFileSync(join(CORPUS, file)));

interface Change {
  readonly kind: 'cut' | 'repeat' | 'swap' | 'insert' | 'flip';
  /** Places in the mail, as shares of its length. */
  readonly at: number;
  readonly other: number;
  readonly bytes: Uint8Array;
}

const MOST_BYTES = 20_000;

const CHANGES: Readonly<Record<Change['kind'], (raw: Buffer, from: number, to: number, bytes: Uint8Array) => Buffer>> =
  {
    cut: (raw, from, to) => Buffer.concat([raw.subarray(0, from), raw.subarray(to)]),
    repeat: (raw, from, to) => Buffer.concat([raw.subarray(0, to), raw.subarray(from, to), raw.subarray(to)]),
    swap: (raw, from, to) => Buffer.concat([raw.subarray(to), raw.subarray(from, to), raw.subarray(0, from)]),
    insert: (raw, from, _to, bytes) => Buffer.concat([raw.subarray(0, from), bytes, raw.subarray(from)]),
    flip: (raw, from, _to, bytes) => Buffer.concat([raw.subarray(0, from), bytes, raw.subarray(from + bytes.length)]),
  };

const changes: fc.Arbitrary<Change> = fc.record({
  kind: fc.constantFrom('cut', 'repeat', 'swap', 'insert', 'flip'),
  at: fc.double({ min: 0, max: 1, noNaN: true }),
  other: fc.double({ min: 0, max: 1, noNaN: true }),
  bytes: fc.oneof(
    fc.uint8Array({ maxLength: 8 }),
    from([...TEXT_PIECES, ...HEADERS, ...MIME_LINES, ...HTML_TAGS, ...HTML_BREAKERS]).map((text) =>
      Buffer.from(`\r\n${text}\r\n`),
    ),
  ),
});

function changed(raw: Buffer, { kind, at, other, bytes }: Change): Buffer {
  const [from, to] = [at, other].map((share) => Math.floor(share * raw.length)).sort((a, b) => a - b);
  return CHANGES[kind](raw, from!, to!, bytes).subarray(0, MOST_BYTES);
}

const mutated: fc.Arbitrary<Buffer> = fc
  .tuple(fc.constantFrom(...SEEDS), fc.array(changes, { minLength: 1, maxLength: 4 }))
  .map(([seed, list]) => list.reduce(changed, seed));

/** A whole mail: built from pieces of the grammars, made from one of the corpus, or bytes. */
export const raws: fc.Arbitrary<Buffer> = fc.oneof(
  { weight: 4, arbitrary: built },
  { weight: 4, arbitrary: mutated },
  { weight: 1, arbitrary: fc.uint8Array({ maxLength: 200 }).map((bytes) => Buffer.from(bytes)) },
);
