import type { Element } from 'domhandler';

/** Whether an element is of a client, by its attributes and the marks among them that some client is known by. */
export type Matches = (element: Element, marks: readonly string[]) => boolean;

/** Outlook and others rename marks when they pass them on: `x_divRplyFwdMsg`, `m_-123gmail_quote`, `ydp1a2byahoo_quoted`. */
const bare = (mark: string): string =>
  mark[1] === '_' ? mark.replace(/^(?:x_){1,9}/i, '').replace(/^m_-?\d+/, '') : mark;

const NO_MARKS: readonly string[] = [];

/** Marks that rows of the table name, and how they know others. */
const NAMED = new Set<string>();
const KNOWN_BY: ((mark: string) => boolean)[] = [];
const isKnown = (mark: string): boolean => NAMED.has(mark) || KNOWN_BY.some((isTheirs) => isTheirs(mark));

/** Classes and ids, which each row of the table looks at: those that one of them knows, which most are not. */
export function marksOf({ attribs }: Element): readonly string[] {
  const { class: classes = '', id = '', name = '' } = attribs;
  if (classes + id + name === '') return NO_MARKS;
  return `${classes} ${id} ${name}`.slice(0, 1000).split(/\s+/).map(bare).filter(isKnown);
}

/** What can match only where there are marks, which most elements do not have. */
export const OF_MARKS = new Set<Matches>();
export const ofMarks = (matches: Matches): Matches => (OF_MARKS.add(matches), matches);

export function marked(...names: readonly string[]): Matches {
  for (const name of names) NAMED.add(name);
  return ofMarks((_element, marks) => marks.some((mark) => names.includes(mark)));
}

export function markedBy(isTheirs: (mark: string) => boolean): Matches {
  KNOWN_BY.push(isTheirs);
  return ofMarks((_element, marks) => marks.some(isTheirs));
}

export const endingWith = (suffix: string): Matches => markedBy((mark) => mark.endsWith(suffix));

export const startingWith = (prefix: string): Matches => markedBy((mark) => mark.startsWith(prefix));
