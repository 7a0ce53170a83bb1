import type { Finder, Span } from '../boundary.js';
import { isBlank, nextFilled, type Doc } from '../document/line.js';
import { PROMPTS } from '../../facts/prompt.js';
import { foundAt } from '../spans.js';
import { wordsOf } from '../words.js';

/** A narrow client wraps the prompt into three lines at most. */
const MAX_WRAPPED = 3;
const WORDINGS = PROMPTS.map((prompt) => wordsOf(prompt).join(' '));
const FIRST_WORDS = new Set(WORDINGS.map((words) => words.split(' ', 1)[0]));
/** In ASCII a word is spelt in one way only. */
const FIRST = /^[^[a-z0-9\x80-\uffff]*([a-z0-9]+)(?![a-z0-9\x80-\uffff])/i;
/** A line whose first word begins no wording: most lines. */
function isOther(text: string): boolean {
  const first = FIRST.exec(text)?.[1];
  return first !== undefined && !FIRST_WORDS.has(first.toLowerCase());
}
const LONGEST = Math.max(...WORDINGS.map((words) => words.length));
/** The prompt may be long in characters only by decoration. */
const MAX_LENGTH = 200;

/**
 * The line that we ask people to type above. Only a bound: nothing below it, at its depth, is the answer.
 * It has to stand alone; a sentence that mentions it is a sentence.
 */
export const promptFinder: Finder = (doc, sent) => {
  const prompts = foundAt(doc.lines, (_line, index) => promptAt(doc, index, sent?.alignment.words));
  const isAboveOurs = ({ to }: Span): boolean => sent?.alignment.origins[nextFilled(doc.lines, to)] === 'ours';
  const real = prompts.find(({ from }) => doc.lines[from]!.depth > 0) ?? prompts.find(isAboveOurs) ?? prompts[0];
  if (!real) return undefined;
  if (sent ? isUnexplained(real, doc, sent.alignment.origins) : isOfHelpdesk(real, doc))
    return { kind: 'prompt', strength: 'weak', furniture: [real] };
  const isOpen = doc.lines[real.from]!.depth === 0;
  const furniture = prompts.filter(({ from }) => from >= real.from);
  return {
    kind: 'prompt',
    strength: 'strong',
    furniture,
    quoted: isOpen ? [{ from: real.from, to: doc.lines.length }] : [],
  };
};

/** We know what we sent, and none of it follows: somebody typed the prompt, or nothing else of the quote is left. */
const isUnexplained = (prompt: Span, doc: Doc, origins: readonly string[]): boolean =>
  doc.lines.slice(prompt.to).some((line) => !isBlank(line)) && !origins.slice(prompt.to).includes('ours');

/** Zendesk draws signs around the same words, above what it sends for its people. */
const isOfHelpdesk = ({ from, to }: Span, { lines }: Doc): boolean =>
  lines[from]!.text.startsWith('##') &&
  lines[from]!.depth === 0 &&
  nextFilled(lines, 0) === from &&
  nextFilled(lines, to) < lines.length;

/** Whether a line begins the prompt. */
export const isPrompt = (doc: Doc, index: number): boolean => promptAt(doc, index) !== undefined;

/** `spoken` are the words of each line, where somebody has asked for them before. */
function promptAt({ lines }: Doc, from: number, spoken?: readonly (readonly string[])[]): Span | undefined {
  if (isOther(lines[from]!.text.slice(0, MAX_LENGTH))) return undefined;
  let words = '';
  for (let index = from; index < Math.min(lines.length, from + MAX_WRAPPED); index += 1) {
    const line = lines[index]!;
    if (isBlank(line) || line.text.length > MAX_LENGTH) return undefined;
    words = [words, ...(spoken?.[index] ?? wordsOf(line.text))].filter(Boolean).join(' ');
    if (WORDINGS.includes(words)) return { from, to: index + 1 };
    if (words.length > LONGEST || !startsAWording(words)) return undefined;
  }
  return undefined;
}

const startsAWording = (words: string): boolean => WORDINGS.some((wording) => wording.startsWith(words));
