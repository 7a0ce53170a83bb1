import { namesOriginal } from '../finders/separator.js';
import { headerFieldOf } from '../languages/header-labels.js';
import { isDeviceLine } from '../device-line.js';
import { plain } from '../words.js';

/** What Samsung's phones draw on both sides of "Original message". */
const DASHES = '--------';
const MAX_WORDS = 60;
/** What a phone adds is short. */
const MAX_DEVICE_LINE = 80;

/** Most texts have none: to ask once costs less than to look at each line. */
export const mayBeGlued = (text: string): boolean => text.includes(` ${DASHES}`);

/**
 * Samsung's phones lose the line ends around the header of what they quote: `See youSent from my Galaxy`, below it
 * `-------- Original message --------From: Ada Date: …`. Only the first can be the person's: what is below it is quote.
 */
export function apartFromGluedQuote(lines: readonly string[]): readonly string[] {
  const at = lines.findIndex((line) => gluedTo(line) !== undefined);
  if (at < 0) return lines;
  const { above, separator, header } = gluedTo(lines[at]!)!;
  const said = above === '' ? lines.slice(0, at) : [...lines.slice(0, at), above];
  const last = said.findLastIndex((line) => line !== '');
  return [
    ...said.flatMap((line, index) => (index === last ? apartFromDevice(line) : [line])),
    separator,
    header,
    ...lines.slice(at + 1),
  ];
}

interface Glued {
  readonly above: string;
  readonly separator: string;
  readonly header: string;
}

/** Where the label of a header follows on the same line, which nobody types. */
function gluedTo(line: string): Glued | undefined {
  const from = line.startsWith('>') ? -1 : line.indexOf(`${DASHES} `);
  const to = from < 0 ? -1 : line.indexOf(` ${DASHES}`, from + DASHES.length);
  if (to < 0 || to - from > MAX_WORDS) return undefined;
  const end = to + 1 + DASHES.length;
  const [separator, header] = [line.slice(from, end), line.slice(end).trimStart()];
  if (!namesOriginal(separator) || !isHeader(header)) return undefined;
  return { above: line.slice(0, from).trimEnd(), separator, header };
}

/** Who, when and to whom. Whoever asks why it says `-------- Original message --------From: Ada` shows less of it. */
const MIN_FIELDS = 3;
const MAX_HEADER = 2000;

/** On one line, each label behind the white space that was a line end, or was none. */
function isHeader(text: string): boolean {
  if (headerFieldOf(text) === undefined) return false;
  const words = text.slice(0, MAX_HEADER).split(/\s+/);
  const fields = words.map((word, at) => headerFieldOf(word) ?? headerFieldOf(`${words[at - 1] ?? ''} ${word}`));
  return new Set(fields.filter((field) => field !== undefined)).size >= MIN_FIELDS;
}

/** The line of the phone begins with a capital, right behind the last word or its sign. */
function apartFromDevice(line: string): string[] {
  const start = Math.max(0, line.length - MAX_DEVICE_LINE);
  for (const { index } of line.slice(start).matchAll(/(?<=[^\s(<["'„“«])\p{Lu}\p{L}/gu)) {
    const at = start + index;
    if (isDeviceLine(plain(line.slice(at)))) return [line.slice(0, at), line.slice(at)];
  }
  return [line];
}
