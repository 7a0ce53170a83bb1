import { isBlank, type Line } from '../document/line.js';
import { isBracketed, isContinuation, isWhole, looked, MAX_ATTRIBUTION, openingOf } from './attribution-line.js';

/** Name, address and date in a narrow client. */
const MAX_WRAPPED = 4;

/** How an attribution begins with each line, which each of the lines below asks. */
export type Begins = (index: number) => ReturnType<typeof openingOf>;

export function beginningsOf(lines: readonly Line[]): Begins {
  const known: ReturnType<Begins>[] = [];
  return (index) => (known[index] ??= openingOf(lines[index]!.text));
}

/**
 * Where several readings fit: the paragraph that is nothing else, the one that begins like an attribution, and else the
 * shortest that says both when and who.
 */
export function bestOf(windows: readonly Window[], begins: Begins): Window | undefined {
  if (windows.length < 2) return windows[0];
  const hasBracketed = windows.some(({ line }) => isBracketed(line));
  const whole = windows.filter(({ line }) => isWhole(line, hasBracketed));
  const pool = whole.length > 0 ? whole : windows;
  const wrapped = pool.filter(({ isWrapped }) => isWrapped);
  const begun = (kind: string): Window | undefined => wrapped.find(({ from }) => begins(from) === kind);
  return (
    pool.find(({ isParagraph, from, first }) => isParagraph && begins(from) === 'opener' && !endsSentence(first)) ??
    wrapped.find(({ isParagraph, first }) => isParagraph && !endsSentence(first)) ??
    begun('opener') ??
    begun('date') ??
    pool.find(({ first }) => !isContinuation(first)) ??
    pool[0]
  );
}

const endsSentence = (line: string): boolean => /[.!?。]$/.test(line.trimEnd());

interface Window {
  readonly from: number;
  /** All of its lines as one, as `looked` gives it. */
  readonly line: string;
  /** The first of its lines. */
  readonly first: string;
  /** Each line ends where the first word of the next one had no room. */
  readonly isWrapped: boolean;
  /** Nothing stands right above it. */
  readonly isParagraph: boolean;
}

/** The line with up to three before it, the shortest first. What was wrapped on its way has lost its sign. */
export function windowsEndingAt(lines: readonly Line[], end: number): Window[] {
  const windows: Window[] = [];
  let { depth } = lines[end]!;
  let [text, width, room, isWrapped] = ['', 0, Infinity, true];
  for (let from = end; from >= 0 && from > end - MAX_WRAPPED; from -= 1) {
    const line = lines[from]!;
    if (from < end && hasLostSign(lines, from + 1)) depth = line.depth;
    if (isBlank(line) || line.depth !== depth) break;
    width = Math.max(width, line.text.length);
    if (from < end) room = Math.min(room, line.text.length + 1 + firstWord(lines[from + 1]!));
    isWrapped = room > width;
    text = `${line.text} ${text}`.trim();
    if (text.length > MAX_ATTRIBUTION) break;
    const above = lines[from - 1];
    const isParagraph = above === undefined || isBlank(above) || (above.depth !== depth && !hasLostSign(lines, from));
    windows.push({ from, line: looked(text), first: line.text, isWrapped, isParagraph });
  }
  return windows;
}

/** What goes on from a quoted line, and was wrapped behind it. */
const hasLostSign = (lines: readonly Line[], at: number): boolean =>
  lines[at - 1]!.depth > lines[at]!.depth && isContinuation(lines[at]!.text);

/** How long it is. */
function firstWord({ text }: Line): number {
  const words = text.trimStart();
  const end = words.search(/\s/);
  return end < 0 ? words.length : end;
}
