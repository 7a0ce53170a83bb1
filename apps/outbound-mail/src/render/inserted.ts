/**
 * What somebody else wrote, within a sentence of ours: on one line, and isolated, so that a name of the other direction does
 * not turn the words around it (UAX #9 §2.4.2). Phrases take nothing else, so that no name can be put in without this.
 */
export type Inserted = string & { readonly isInserted: true };

const FIRST_STRONG_ISOLATE = '\u2068';
const POP_ISOLATE = '\u2069';
const ISOLATES = /\u2068([^\u2069]*)\u2069/g;

/** Marks that change the direction of what follows them, beyond the name that they stand in. */
const DIRECTION = /[\u202a-\u202e\u2066-\u2069]/g;
/** The two of them that show letters in another order than they have; nobody writes text with them. */
const OVERRIDES = /[\u202d\u202e]/g;
const CONTROLS = /[\u0000-\u001f\u007f\u0085\u2028\u2029]+/g;

export const insert = (value: string): Inserted => `${FIRST_STRONG_ISOLATE}${oneLine(value)}${POP_ISOLATE}` as Inserted;

/** A text that stands alone on a line, like a title. */
export const oneLine = (text: string): string => text.replace(DIRECTION, '').replace(CONTROLS, ' ').trim();

/** What a person wrote, line by line: each line is its own paragraph to a reader, so only overrides go. */
export const withoutOverrides = (text: string): string => text.replace(OVERRIDES, '');

export type Direction = 'ltr' | 'rtl';

/** Letters that are written from right to left: Hebrew, Arabic and their neighbours. */
const RIGHT_TO_LEFT = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\u{10800}-\u{10fff}\u{1e800}-\u{1efff}]/u;

/** For text and subjects: isolated only where it matters, because an encoding of one script has no place for the marks. */
export const inPlainText = (text: string, direction: Direction): string =>
  text.replace(ISOLATES, (isolated, value: string) =>
    direction === 'rtl' || RIGHT_TO_LEFT.test(value) ? isolated : value,
  );

/** For HTML that is escaped already: the element that means the same. */
export const inHtml = (html: string): string => html.replace(ISOLATES, '<bdi>$1</bdi>');

/** Without any mark: for what is neither read aloud nor laid out. */
export const bare = (text: string): string => text.replace(ISOLATES, '$1');
