import type { ReplyCase } from './case.js';
import { shuffled } from './random.js';

interface Place {
  readonly from: number;
  readonly paragraph: string;
}

/** The case with the paragraphs that its person wrote in another order, where each of them is found exactly once in each form. */
export function reordered(one: ReplyCase, random: () => number): ReplyCase {
  const paragraphs = one.expected
    .replace(/\r\n?/g, '\n')
    .trim()
    .split(/\n[ \t]*\n+/);
  const [spoken, signed] = withoutSignedName(paragraphs);
  const order = [...inNewOrder(spoken, random), ...signed];
  const forms = [one.mail.text, one.mail.html, one.plain];
  const changed = forms.map((form) => (form ? inOrder(form, paragraphs, order) : form));
  if (paragraphs.length < 2 || changed.some((form, at) => form === undefined && forms[at] !== undefined)) return one;
  const [text, html, plain] = changed;
  return { ...one, mail: { ...one.mail, text, html }, plain: plain ?? '', expected: order.join('\n\n') };
}

/** A line of dashes divides what stands around it: it stays between them. */
function inNewOrder(paragraphs: readonly string[], random: () => number): string[] {
  const isSaid = (paragraph: string): boolean => /[\p{L}\p{N}]/u.test(paragraph);
  const said = shuffled(paragraphs.filter(isSaid), random);
  return paragraphs.map((paragraph) => (isSaid(paragraph) ? said.shift()! : paragraph));
}

/** A name behind a dash ends what somebody says, in whatever order it is said; so does a postscript. */
function withoutSignedName(paragraphs: readonly string[]): [readonly string[], readonly string[]] {
  const isSigned = /^(?:-\p{Lu}|P\.?S\.?:)/u.test(paragraphs.at(-1) ?? '');
  return isSigned ? [paragraphs.slice(0, -1), paragraphs.slice(-1)] : [paragraphs, []];
}

/** Puts other paragraphs into the places of these. */
function inOrder(text: string, paragraphs: readonly string[], order: readonly string[]): string | undefined {
  const calm = text.replace(/\r\n?/g, '\n');
  const places = paragraphs.map((paragraph): Place => ({ from: onlyPlace(calm, paragraph), paragraph }));
  const areInOrder = places.every(({ from }, at) => from >= 0 && (at === 0 || from > places[at - 1]!.from));
  if (!areInOrder) return undefined;
  let [result, position] = ['', 0];
  places.forEach(({ from, paragraph }, at) => {
    result += calm.slice(position, from) + order[at]!;
    position = from + paragraph.length;
  });
  return result + calm.slice(position);
}

/** Where a paragraph stands on lines, or in an element, of its own, if that is once. */
function onlyPlace(text: string, paragraph: string): number {
  const escaped = paragraph.replace(/[.*+?^${}()|[\]\\]/g, '\\$&').replace(/\n/g, String.raw`[ \t]*\n`);
  const found = [...text.matchAll(new RegExp(`(?<=^|>)${escaped}(?=[ \\t]*(?:$|<))`, 'gm'))];
  return found.length === 1 && found[0]![0] === paragraph ? found[0]!.index : -1;
}
