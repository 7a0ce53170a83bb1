import type { Effect } from './containers.js';
import { withinOctets } from './cut.js';
import type { Doc, Line, Role } from './line.js';
import { beforeBracket, behindBracket, codeSpan, escaped, escapedStart, linkTarget, surrounded } from './markdown.js';
import { TypedInQuote } from './typed-in-quote.js';
import { cleanLine, MAX_LINES, MAX_TEXT_OCTETS, unquote } from './text-document.js';

/** Where in the HTML a piece of text stands. */
export interface Place {
  readonly depth: number;
  readonly indent: number;
  /** How many lists it is in. */
  readonly list: number;
  readonly role?: Role;
  readonly container?: string;
  /** Line breaks and spaces count as they are. */
  readonly isVerbatim?: boolean;
  /** Which heading it is in, from 1 to 6. */
  readonly heading?: number;
  /** The cells of a table stand on one line, whatever is in them. */
  readonly isInTable?: boolean;
  /** In a quote, and the person's: a line has nothing else then. */
  readonly isTyped?: boolean;
}

/** Where in the current line something began. */
export interface Mark {
  readonly line: number;
  readonly text: number;
  readonly shown: number;
}

/** What is known of the mail before its HTML is read. */
export interface MailFacts {
  /** From: addresses and names. */
  readonly author: readonly string[];
  /** Somewhere in it Gmail introduces a quote. */
  readonly hasGmailIntroduction: boolean;
}

/** A link longer than this is for machines. */
const MAX_LINK = 500;
/** Who says in which colour they answer says it in the first lines. */
const MAX_ABOVE = 60;
/** Each link and each emphasis copies its line, so a line has not many. */
const MAX_LINKS = 40;
/** In longer lines there are none. */
const MAX_MARKED_LINE = 20_000;

/** What `html-document` writes before the text of a list item. */
const BULLET = /^\u00a0*(?:-|\d{1,3}\.)\u00a0$/;

/** What a line says besides its text. */
interface Said {
  readonly isLink?: boolean;
  readonly markdown?: string;
}

/** Collects text into lines as a browser would lay it out. */
export class LineWriter {
  private readonly lines: Line[] = [];
  private readonly opensAt: { line: number; container: string }[] = [];
  private readonly overflow: string[] = [];
  /** How many octets of text are still read. */
  private left = MAX_TEXT_OCTETS;
  private readonly fingerprints = new Set<string>();
  private current = '';
  /** Its last character, and whether it has more than spaces: looking at a line that grows costs as much as the line. */
  private last = '';
  private isFilled = false;
  /** The current line as Markdown. */
  private shown = '';
  private flushed = 0;
  /** How many pieces of preformatted text there were. */
  private blocks = 0;
  /** The Markdown of the current line ends with a bracket that a link could go on from. */
  private isBracketOpen = false;
  private links = 0;
  /** How much of the current line one link alone made. */
  private linkOnly = -1;
  private place: Place = { depth: 0, indent: 0, list: 0 };
  /** A blank line is due before the next text. */
  private isSpaceDue = false;
  private opening: string | undefined;
  readonly typed = new TypedInQuote(() => this.aboveQuote());

  constructor(readonly mail: MailFacts) {}

  /** A position in the current line, for `link` and `emphasis`. */
  position(): Mark {
    return { line: this.flushed, text: this.current.length, shown: this.shown.length };
  }

  /** Takes note of a client's mark. */
  saw(name: string, effect: Effect): void {
    if (effect !== 'signature') this.fingerprints.add(name);
    if (effect === 'opens') this.opening ??= name;
  }

  /** Whether all that follows is kept and not looked at. */
  get isFull(): boolean {
    return this.left <= 0 || this.lines.length >= MAX_LINES;
  }

  /** Whether a mark was seen. */
  hasSeen(name: string): boolean {
    return this.fingerprints.has(name);
  }

  /** How many headers of Outlook stand above: all below the first is quote. */
  get headersAbove(): number {
    return this.opensAt.length + (this.opening === undefined ? 0 : 1);
  }

  /** What stands above the first quote. */
  private aboveQuote(): string {
    const end = this.opensAt[0]?.line ?? MAX_ABOVE;
    const above = this.lines.slice(0, Math.min(end, MAX_ABOVE)).filter(({ container }) => container === undefined);
    return above.map(({ text }) => text).join('\n');
  }

  /** Text that follows when nothing more is looked at. */
  beyond(text: string): void {
    if (this.current !== '') this.flush();
    this.overflow.push(text);
  }

  text(data: string, place: Place): void {
    const end = withinOctets(data, this.left);
    const text = end === data.length ? data : data.slice(0, end);
    this.left -= Buffer.byteLength(text);
    if (place.isVerbatim) this.verbatim(text, place);
    else this.spoken(text, place);
    if (end === data.length) return;
    this.left = 0;
    this.beyond(data.slice(end));
  }

  private spoken(data: string, place: Place): void {
    const collapsed = data.replace(/ [ \t\r\n\f]+|[\t\r\n\f][ \t\r\n\f]*/g, ' ');
    const text = this.last === '' || this.last === ' ' ? collapsed.replace(/^ /, '') : collapsed;
    this.append(text, place, this.shownAs(text, place));
  }

  private shownAs(text: string, { isInTable }: Place): string {
    const shown = escaped(text);
    return isInTable ? shown.replaceAll('|', '\\|') : shown;
  }

  /** What is Markdown already. */
  written(text: string, place: Place): void {
    this.append(text, place, `${this.isLong() ? ' ' : beforeBracket(this.shown)}${text}`);
  }

  /** What only Markdown says: no client has it in the text that it compares with. */
  aside(shown: string): void {
    if (this.isLong()) return;
    this.shown += beforeBracket(this.shown) + shown;
    this.isBracketOpen = true;
  }

  private verbatim(data: string, place: Place): void {
    const lines = data.replace(/\r\n?/g, '\n').split('\n');
    for (const [at, line] of lines.entries()) {
      if (at > 0) this.breakLine(place);
      if (this.lines.length >= MAX_LINES) return void this.overflow.push(`${lines.slice(at).join('\n')}\n`);
      // Behind the bullet of a list there is no fence.
      this.append(line, place, this.current === '' || this.place.isVerbatim ? line : escaped(line));
    }
  }

  private append(text: string, place: Place, shown = text): void {
    if (text === '') return;
    this.part(place);
    if (this.current === '') this.place = place;
    this.current += text;
    this.last = text.at(-1)!;
    this.isFilled ||= text.trim() !== '';
    this.shown += this.isBracketOpen ? behindBracket(shown) : shown;
    if (shown !== '') this.isBracketOpen = false;
  }

  /** What a person typed into a quote stands on a line of its own, and a bullet with what follows it. */
  part(place: Place): void {
    if (this.current === '' || this.place.isTyped === place.isTyped) return;
    if (BULLET.test(this.current)) this.place = place;
    else this.flush();
  }

  /** Preformatted text begins. */
  openBlock(): void {
    this.blocks += 1;
  }

  /** The end of an emphasis. One that goes over several lines is only text. */
  emphasis(from: Mark, mark: string): void {
    this.change(from, (text) => surrounded(text, mark));
  }

  /** The end of code: its text means itself, unless it would end a cell. Two spans side by side would be one. */
  code(from: Mark, { isInTable }: Place): void {
    if (this.isLong()) return;
    const code = cleanLine(this.current.slice(from.text, from.text + MAX_LINK)).trim();
    if (code === '' || (isInTable && code.includes('|')) || this.current.length - from.text > MAX_LINK) return;
    const space = this.shown[from.shown - 1] === '`' ? ' ' : '';
    this.change(from, () => `${space}${codeSpan(code)}`);
  }

  /** Nobody types it; what stands in it is only text. */
  private isLong(): boolean {
    return this.current.length > MAX_MARKED_LINE || this.shown.length > MAX_MARKED_LINE;
  }

  private change({ line, shown }: Mark, how: (text: string) => string): void {
    if (this.isLong() || line !== this.flushed || this.links >= MAX_LINKS || this.shown.length - shown > MAX_LINK)
      return;
    this.links += 1;
    this.shown = this.shown.slice(0, shown) + how(this.shown.slice(shown));
  }

  /** The end of a link: its target follows its text, as Markdown, where it says more than the text and a person wrote it. */
  link(target: string, from: Mark, place: Place): void {
    if (this.isLong()) return;
    const start = from.line === this.flushed ? from : { text: 0, shown: 0 };
    const label = this.current.slice(start.text, start.text + MAX_LINK).trim();
    if (label === '' || /^(?:https?:\/\/|!\[)/i.test(label)) return;
    if (isWorthWriting(target, place) && this.links < MAX_LINKS && !target.includes(label))
      this.writeTarget(start, target);
    if (start.text === 0) this.linkOnly = this.current.length;
  }

  private writeTarget({ text, shown }: Omit<Mark, 'line'>, target: string): void {
    if (this.current.length - text > MAX_LINK) return;
    this.links += 1;
    const linked = `](${linkTarget(target)})`;
    this.last = ')';
    this.current = `${this.current.slice(0, text)}[${this.current.slice(text).trim()}${linked}`;
    const before = this.shown.slice(0, shown);
    this.shown = `${before}${beforeBracket(before)}[${this.shown.slice(shown).trim()}${linked}`;
    this.isBracketOpen = false;
  }

  cell(place: Place): void {
    if (this.isFilled) this.append(' | ', place, place.isInTable ? '' : ' | ');
    if (place.isInTable) this.shown += this.shown === '' ? '| ' : ' | ';
  }

  /** The end of a row; behind the first one Markdown wants a line that makes it a head. */
  endRow(place: Place, headColumns: number): void {
    const head = headColumns > 0 ? `\n|${' --- |'.repeat(headColumns)}` : '';
    this.shown = this.current.trim() === '' && head === '' ? '' : `${this.shown} |${head}`;
    if (this.current.trim() === '') this.current = head === '' ? '' : ' ';
    this.block(place, false);
  }

  breakLine(place: Place): void {
    if (place.isInTable) return this.append(' ', place);
    if (this.current === '') this.place = place;
    this.flush();
  }

  rule(place: Place, drawn = '________'): void {
    this.block(place, false);
    this.append(drawn, place);
    this.flush();
  }

  /** The edge of a block element. A bullet waits for its text. */
  block(place: Place, isSpaced: boolean): void {
    if (place.isInTable) return;
    if (BULLET.test(this.current)) return;
    if (this.current !== '') this.flush();
    else this.place = place;
    if (isSpaced && this.lines.length > 0) this.isSpaceDue = true;
  }

  private flush(): void {
    const raw = cleanLine(this.current);
    const markdown = this.markdown(raw);
    this.flushed += 1;
    [this.last, this.isFilled] = ['', false];
    this.shown = '';
    this.isBracketOpen = false;
    const isLink = this.linkOnly >= 0 && this.current.slice(this.linkOnly).trim() === '';
    this.current = '';
    this.links = 0;
    this.linkOnly = -1;
    if (this.isSpaceDue && raw !== '' && this.lines.at(-1)?.text !== '') this.push('', this.between());
    this.isSpaceDue = false;
    this.push(raw, this.place, { isLink, markdown });
  }

  private markdown(raw: string): string {
    const shown = this.shown === this.current ? raw : cleanLine(this.shown);
    if (this.place.isVerbatim) return shown;
    const heading = this.place.heading === undefined || shown === '' ? '' : `${'#'.repeat(this.place.heading)} `;
    return `${heading}${escapedStart(shown)}`;
  }

  /** Space between two blocks belongs to what holds both. */
  private between(): Place {
    const before = this.lines.at(-1);
    return before && before.indent < this.place.indent ? { ...this.place, indent: before.indent } : this.place;
  }

  private push(
    raw: string,
    { depth, indent, role, container, isVerbatim, isTyped }: Place,
    { isLink, markdown }: Said = {},
  ): void {
    if (this.lines.length >= MAX_LINES) {
      this.overflow.push(`${raw}\n`);
      return;
    }
    const quoted = unquote(raw);
    if (this.opening !== undefined) this.opensAt.push({ line: this.lines.length, container: this.opening });
    this.opening = undefined;
    // All of one shape: a long mail has thousands.
    this.lines.push({
      text: quoted.text,
      raw: depth + indent === 0 ? raw : `${'> '.repeat(depth + indent)}${raw}`.trimEnd(),
      depth: depth + quoted.depth,
      indent,
      markdown: markdown === undefined || markdown === raw ? undefined : withoutPrefix(markdown, quoted),
      block: isVerbatim ? this.blocks : undefined,
      role,
      isLink,
      container,
      isTyped,
    });
  }

  finish(): Doc {
    if (this.current !== '') this.flush();
    return {
      lines: this.lines,
      opensAt: this.opensAt,
      fingerprints: this.fingerprints,
      rest: this.overflow.join('').trimEnd(),
      isHtml: true,
    };
  }
}

/** A line whose prefix reads otherwise with marks around it is nothing but its text. */
function withoutPrefix(markdown: string, { text, depth }: { text: string; depth: number }): string {
  if (depth === 0) return markdown;
  const shown = unquote(markdown);
  return shown.depth === depth ? shown.text : escaped(text);
}

const isWorthWriting = (target: string, { depth, role, isTyped }: Place): boolean =>
  /^https?:\/\//i.test(target) && target.length <= MAX_LINK && (depth === 0 || isTyped === true) && role === undefined;
