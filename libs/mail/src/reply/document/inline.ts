import type { Element } from 'domhandler';
import type { GrowingLine, Mark } from './growing-line.js';
import type { Place } from './place.js';

/** Where an element around a piece of a line began, and where its text stands. */
interface Around {
  readonly from: Mark;
  readonly place: Place;
}

/** What the element around a piece of a line is in Markdown, at its end. */
export function endInline(element: Element, line: GrowingLine, { from, place }: Around): void {
  const { name } = element;
  if (name === 'a') line.link(targetOf(element), from, place);
  if (INLINE[name] && !place.isVerbatim) INLINE[name](line, from, place);
}

type End = (line: GrowingLine, from: Mark, place: Place) => void;

const around =
  (mark: string): End =>
  (line, from) =>
    line.emphasis(from, mark);

const code: End = (line, from, place) => line.code(from, place);

const INLINE: Readonly<Record<string, End>> = {
  b: around('**'),
  strong: around('**'),
  i: around('*'),
  em: around('*'),
  s: around('~~'),
  del: around('~~'),
  strike: around('~~'),
  code,
  tt: code,
  kbd: code,
};

/** Outlook keeps what a person linked to beside what its gateway made of that. */
const targetOf = ({ attribs }: Element): string =>
  /^https?:\/\//i.test(attribs['originalsrc'] ?? '') ? attribs['originalsrc']! : (attribs['href'] ?? '');
