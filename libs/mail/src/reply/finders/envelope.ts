import type { Finder, Sent, Span } from '../boundary.js';
import { isBlank, type Doc } from '../document/line.js';
import { wordsOf } from '../words.js';
import { isContinuation, MAX_ATTRIBUTION } from './attribution-line.js';

/** Name, address and date in a narrow client. */
const MAX_WRAPPED = 3;
/** Between an attribution and the quote there are a few blank lines at most. */
const MAX_GAP = 4;

/**
 * The line right above the quote that names us: our address, our display name or our subject. An attribution in a
 * language, or of a client, that nobody has listed yet.
 */
export const envelopeFinder: Finder = (doc, sent) => {
  const start = sent && quoteStart(doc, sent);
  if (!sent || start === undefined) return undefined;
  const block = blockAbove(doc, start, sent);
  return block && { kind: 'envelope', strength: 'medium', furniture: [block] };
};

/** Where the quote begins that alignment sees. */
function quoteStart({ lines }: Doc, { alignment }: Sent): number | undefined {
  const first = alignment.origins.findIndex(
    (origin, index) => origin === 'ours' && (lines[index]!.depth > 0 || alignment.coverage >= 0.5),
  );
  if (first < 0) return undefined;
  let start = first;
  while (start > 0 && lines[start - 1]!.depth > 0 && lines[start - 1]!.depth >= lines[first]!.depth) start -= 1;
  return start;
}

/** The fewest lines above the quote that name us, so that nothing of the person's is taken. */
function blockAbove({ lines }: Doc, start: number, sent: Sent): Span | undefined {
  let to = start;
  while (to > 0 && isBlank(lines[to - 1]) && start - to < MAX_GAP) to -= 1;
  for (let from = to - 1; from >= Math.max(0, to - MAX_WRAPPED); from -= 1) {
    const line = lines[from]!;
    if (isBlank(line) || line.depth > 0) return undefined;
    if (isContinuation(line.text)) continue;
    const text = lines
      .slice(from, to)
      .map((one) => one.text)
      .join(' ');
    if (namesUs(text, sent)) return { from, to };
  }
  return undefined;
}

/** Short names, "IT" for instance, are words of the language too. */
const MIN_NAME = 4;

function ownNames({ from, subject }: Sent): string[] {
  const address = /[^\s<>"]+@[^\s<>"]+/.exec(from ?? '')?.[0] ?? '';
  const name = (from ?? '')
    .replace(/<[^<>]*>/, '')
    .replaceAll('"', '')
    .trim();
  return [address, name === address ? '' : name, subject ?? '']
    .map((text) => wordsOf(text).join(' '))
    .filter((text) => text.length >= MIN_NAME);
}

/** A sentence that mentions us goes on; what introduces a quote ends with a colon or with an address. */
function namesUs(text: string, sent: Sent): boolean {
  if (text.length > MAX_ATTRIBUTION || !/[:：፦៖]\s*$|[<(][^<>()]*@[^<>()]*[>)]\s*$/.test(text)) return false;
  const words = ` ${wordsOf(text).join(' ')} `;
  return ownNames(sent).some((name) => words.includes(` ${name} `));
}
