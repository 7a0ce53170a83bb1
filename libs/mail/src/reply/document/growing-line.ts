import { beforeBracket, behindBracket, codeSpan, escapedStart, linkTarget, surrounded } from './markdown.js';
import type { Place } from './place.js';
import { cleanLine } from './clean-line.js';

/** Where in a line something began. */
export interface Mark {
  readonly line: GrowingLine;
  readonly text: number;
  readonly shown: number;
}

/** A link longer than this is for machines. */
const MAX_LINK = 500;
/** Each link and each emphasis copies its line, so a line has not many. */
const MAX_LINKS = 40;
/** In longer lines there are none. */
const MAX_MARKED_LINE = 20_000;

/** A line that is being written: as text, which is compared with what other clients make of it, and as Markdown. */
export class GrowingLine {
  text = '';
  /** As Markdown. */
  shown = '';
  /** The last character, and whether there is more than spaces: looking at a line that grows costs as much as the line. */
  last = '';
  isFilled = false;
  /** The Markdown ends with a bracket that a link could go on from. */
  private isBracketOpen = false;
  private links = 0;
  /** How much of the line one link alone made. */
  private linkOnly = -1;

  /** For `link`, `emphasis` and `code`. */
  position(): Mark {
    return { line: this, text: this.text.length, shown: this.shown.length };
  }

  append(text: string, shown: string): void {
    this.text += text;
    this.last = text.at(-1)!;
    this.isFilled ||= text.trim() !== '';
    this.shown += this.isBracketOpen ? behindBracket(shown) : shown;
    if (shown !== '') this.isBracketOpen = false;
  }

  /** What only Markdown says: no client has it in the text that it compares with. */
  aside(shown: string): void {
    if (this.isLong) return;
    this.shown += beforeBracket(this.shown) + shown;
    this.isBracketOpen = true;
  }

  /** The end of an emphasis. One that goes over several lines is only text. */
  emphasis(from: Mark, mark: string): void {
    this.change(from, (text) => surrounded(text, mark));
  }

  /** The end of code: its text means itself, unless it would end a cell. Two spans side by side would be one. */
  code(from: Mark, { isInTable }: Place): void {
    if (this.isLong || this.links >= MAX_LINKS) return;
    const code = cleanLine(this.text.slice(from.text, from.text + MAX_LINK)).trim();
    if (code === '' || (isInTable && code.includes('|')) || this.text.length - from.text > MAX_LINK) return;
    const space = this.shown[from.shown - 1] === '`' ? ' ' : '';
    this.change(from, () => `${space}${codeSpan(code)}`);
  }

  /** Nobody types it; what stands in it is only text. */
  get isLong(): boolean {
    return this.text.length > MAX_MARKED_LINE || this.shown.length > MAX_MARKED_LINE;
  }

  private change({ line, shown }: Mark, how: (text: string) => string): void {
    if (this.isLong || line !== this || this.links >= MAX_LINKS || this.shown.length - shown > MAX_LINK) return;
    this.links += 1;
    this.shown = this.shown.slice(0, shown) + how(this.shown.slice(shown));
  }

  /** The end of a link: its target follows its text, as Markdown, where it says more than the text and a person wrote it. */
  link(target: string, from: Mark, place: Place): void {
    if (this.isLong) return;
    const start = from.line === this ? from : BEGINNING;
    // To look at a line that grows takes as long as the line.
    if (start.text > 0 && this.links >= MAX_LINKS) return;
    const label = this.text.slice(start.text, start.text + MAX_LINK).trim();
    if (label === '' || /^(?:https?:\/\/|!\[)/i.test(label)) return;
    if (isWorthWriting(target, place) && this.links < MAX_LINKS && !target.includes(label))
      this.writeTarget(start, target);
    if (start.text === 0) this.linkOnly = this.text.length;
  }

  private writeTarget({ text, shown }: Omit<Mark, 'line'>, target: string): void {
    if (this.text.length - text > MAX_LINK) return;
    this.links += 1;
    const linked = `](${linkTarget(target)})`;
    this.last = ')';
    this.text = `${this.text.slice(0, text)}[${this.text.slice(text).trim()}${linked}`;
    const before = this.shown.slice(0, shown);
    this.shown = `${before}${beforeBracket(before)}[${this.shown.slice(shown).trim()}${linked}`;
    this.isBracketOpen = false;
  }

  /** Only Markdown rules the cells of a table. */
  openCell(): void {
    this.shown += this.shown === '' ? '| ' : ' | ';
  }

  /** The end of a row; behind the first one Markdown wants a line that makes it a head. */
  endRow(headColumns: number): void {
    const head = headColumns > 0 ? `\n|${' --- |'.repeat(headColumns)}` : '';
    this.shown = this.text.trim() === '' && head === '' ? '' : `${this.shown} |${head}`;
    if (this.text.trim() === '') this.text = head === '' ? '' : ' ';
  }

  /** Nothing but the label of a link. */
  get isLink(): boolean {
    return this.linkOnly >= 0 && this.text.slice(this.linkOnly).trim() === '';
  }

  /** The whole line as Markdown; `raw` is its text. */
  markdown(raw: string, { isVerbatim, heading: level }: Place): string {
    const shown = this.shown === this.text ? raw : cleanLine(this.shown);
    if (isVerbatim) return shown;
    const heading = level === undefined || shown === '' ? '' : `${'#'.repeat(level)} `;
    return `${heading}${escapedStart(shown)}`;
  }
}

/** What began on a line above goes on from here. */
const BEGINNING = { text: 0, shown: 0 };

const isWorthWriting = (target: string, { depth, role, isTyped }: Place): boolean =>
  /^https?:\/\//i.test(target) && target.length <= MAX_LINK && (depth === 0 || isTyped === true) && role === undefined;
