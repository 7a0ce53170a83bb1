/** What an HTML client itself says a line is. */
export type Role = 'attribution' | 'signature' | 'hidden';

export interface Line {
  /** Without quote prefix, as it is compared. */
  readonly text: string;
  /** As it is shown, where that is something else: Markdown, where HTML has more to say than its text. */
  readonly markdown?: string | undefined;
  /** Preformatted text, by its number: it stands between fences. */
  readonly block?: number | undefined;
  /** As it stood in the message, for the elided part. */
  readonly raw: string;
  /** How deep it is quoted: `>` signs, or nested quote containers of a client. */
  readonly depth: number;
  /** Nested `blockquote` elements that no client made for quoting. People use them too, so they prove nothing alone. */
  readonly indent: number;
  readonly role?: Role | undefined;
  /** The line is nothing but the label of a link, as buttons are; nobody answers with one. */
  readonly isLink?: boolean | undefined;
  /** The client container that quotes the line. */
  readonly container?: string | undefined;
  /** It stands in a quote, and the HTML tells that the person put it there. */
  readonly isTyped?: boolean | undefined;
}

export interface Doc {
  readonly lines: readonly Line[];
  /** Lines from which on an HTML client says that all is quote, by the name of the mark. */
  readonly opensAt: readonly { readonly line: number; readonly container: string }[];
  /** The names of the client marks in the HTML; none in plain text. */
  readonly fingerprints: ReadonlySet<string>;
  /** What was beyond the limits and was not looked at. */
  readonly rest: string;
  /** It is text that means itself, and is escaped where it is shown as Markdown. */
  readonly isHtml?: boolean;
}

export const isBlank = (line: Line | undefined): boolean =>
  line !== undefined && (line.text === '' || (!isVisible(line.text.charCodeAt(0)) && line.text.trim() === ''));

/** In ASCII. A filled line begins so as a rule, and is not trimmed to see that it is filled: this is asked most often of all. */
const isVisible = (code: number): boolean => code > 0x20 && code < 0x7f;

/** The first line at or after `from` with something on it; `lines.length` when there is none. */
export function nextFilled(lines: readonly Line[], from: number): number {
  let index = from;
  while (index < lines.length && isBlank(lines[index])) index += 1;
  return index;
}

/** The line above that is not blank; `undefined` where there is none. */
export const filledAbove = (lines: readonly Line[], from: number): number | undefined => {
  let above = from - 1;
  while (above >= 0 && isBlank(lines[above])) above -= 1;
  return above < 0 ? undefined : above;
};
