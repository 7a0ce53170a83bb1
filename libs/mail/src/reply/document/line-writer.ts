import type { Effect } from './containers.js';
import type { Doc, Line, Role } from './line.js';
import { codeSpan, escaped, escapedStart, linkTarget, surrounded } from './markdown.js';
import { cleanLine, MAX_LINES, unquote } from './text-document.js';

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
  /** The text means itself in Markdown too. */
  readonly isCode?: boolean;
  /** Which heading it is in, from 1 to 6. */
  readonly heading?: number;
  /** The cells of a table stand on one line, whatever is in them. */
  readonly isInTable?: boolean;
}

/** Where in the current line something began. */
export interface Mark {
  readonly line: number;
  readonly text: number;
  readonly shown: number;
}

/** A link longer than this is for machines. */
const MAX_LINK = 500;
/** Each link and each emphasis copies its line, so a line has not many. */
const MAX_LINKS = 40;

/** What `html-document` writes before the text of a list item. */
const BULLET = /^\u00a0*(?:-|\d{1,3}\.)\u00a0$/;

interface Written extends Place {
  readonly isLink?: boolean;
  readonly markdown?: string;
}

/** Collects text into lines as a browser would lay it out. */
export class LineWriter {
  private readonly lines: Line[] = [];
  private readonly opensAt: { line: number; container: string }[] = [];
  private readonly overflow: string[] = [];
  private readonly fingerprints = new Set<string>();
  private current = '';
  /** The current line as Markdown. */
  private shown = '';
  private flushed = 0;
  private fence: 'opens' | 'inside' | undefined;
  private links = 0;
  /** How much of the current line one link alone made. */
  private linkOnly = -1;
  private place: Place = { depth: 0, indent: 0, list: 0 };
  /** A blank line is due before the next text. */
  private isSpaceDue = false;
  private opening: string | undefined;

  /** A position in the current line, for `link` and `emphasis`. */
  position(): Mark {
    return { line: this.flushed, text: this.current.length, shown: this.shown.length };
  }

  /** Takes note of a client's mark. */
  saw(name: string, effect: Effect): void {
    if (effect !== 'signature') this.fingerprints.add(name);
    if (effect === 'opens') this.opening ??= name;
  }

  text(data: string, place: Place): void {
    if (place.isVerbatim) return this.verbatim(data, place);
    const collapsed = data.replace(/[ \t\r\n\f]+/g, ' ');
    const text = this.current === '' || this.current.endsWith(' ') ? collapsed.replace(/^ /, '') : collapsed;
    this.append(text, place, this.shownAs(text, place));
  }

  private shownAs(text: string, { isCode, isInTable }: Place): string {
    const shown = isCode ? text : escaped(text);
    return isInTable ? shown.replaceAll('|', '\\|') : shown;
  }

  /** What is Markdown already. */
  written(text: string, place: Place): void {
    this.append(text, place, text);
  }

  /** What only Markdown says: no client has it in the text that it compares with. */
  aside(shown: string): void {
    this.shown += shown;
  }

  private verbatim(data: string, place: Place): void {
    const lines = data.replace(/\r\n?/g, '\n').split('\n');
    for (const [at, line] of lines.entries()) {
      if (at > 0) this.breakLine(place);
      if (this.lines.length >= MAX_LINES) return void this.overflow.push(lines.slice(at).join('\n'));
      this.append(line, place, line);
    }
  }

  private append(text: string, place: Place, shown = text): void {
    if (text === '') return;
    if (this.current === '') this.place = place;
    this.current += text;
    this.shown += shown;
  }

  /** The edges of preformatted text: a fence in Markdown (CommonMark §4.5). */
  openFence(): void {
    this.fence ??= 'opens';
  }

  closeFence(): void {
    const last = this.lines.at(-1);
    if (this.fence === 'inside' && last)
      this.lines[this.lines.length - 1] = { ...last, markdown: `${last.markdown ?? last.text}\n\`\`\`` };
    this.fence = undefined;
  }

  /** The end of an emphasis. One that goes over several lines is only text. */
  emphasis(from: Mark, mark: string): void {
    this.change(from, (text) => surrounded(text, mark));
  }

  code(from: Mark): void {
    this.change(from, (text) => (text.trim() === '' ? text : codeSpan(text.trim())));
  }

  private change({ line, shown }: Mark, how: (text: string) => string): void {
    if (line !== this.flushed || this.links >= MAX_LINKS || this.shown.length - shown > MAX_LINK) return;
    this.links += 1;
    this.shown = this.shown.slice(0, shown) + how(this.shown.slice(shown));
  }

  /** The end of a link: its target follows its text, as Markdown, where it says more than the text and a person wrote it. */
  link(target: string, from: Mark, place: Place): void {
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
    const linked = (line: string, from: number): string =>
      `${line.slice(0, from)}[${line.slice(from).trim()}](${linkTarget(target)})`;
    this.current = linked(this.current, text);
    this.shown = linked(this.shown, shown);
  }

  cell(place: Place): void {
    if (this.current.trim() !== '') this.append(' | ', place, place.isInTable ? '' : ' | ');
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

  rule(place: Place): void {
    this.block(place, false);
    this.append('________', place);
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
    const markdown = this.markdown();
    this.flushed += 1;
    this.shown = '';
    const isLink = this.linkOnly >= 0 && this.current.slice(this.linkOnly).trim() === '';
    this.current = '';
    this.links = 0;
    this.linkOnly = -1;
    if (this.isSpaceDue && raw !== '' && this.lines.at(-1)?.text !== '') this.push('', this.between());
    this.isSpaceDue = false;
    this.push(raw, { ...this.place, isLink, markdown });
  }

  private markdown(): string {
    const shown = cleanLine(this.shown);
    if (this.place.isVerbatim) {
      const isFirst = this.fence === 'opens';
      if (this.fence) this.fence = 'inside';
      return isFirst ? `\`\`\`\n${shown}` : shown;
    }
    const heading = this.place.heading === undefined || shown === '' ? '' : `${'#'.repeat(this.place.heading)} `;
    return `${heading}${escapedStart(shown)}`;
  }

  /** Space between two blocks belongs to what holds both. */
  private between(): Place {
    const before = this.lines.at(-1);
    return before && before.indent < this.place.indent ? { ...this.place, indent: before.indent } : this.place;
  }

  private push(raw: string, { depth, indent, role, container, isLink, markdown }: Written): void {
    if (this.lines.length >= MAX_LINES) {
      this.overflow.push(raw);
      return;
    }
    const quoted = unquote(raw);
    if (this.opening !== undefined) this.opensAt.push({ line: this.lines.length, container: this.opening });
    this.opening = undefined;
    this.lines.push({
      text: quoted.text,
      raw: `${'> '.repeat(depth + indent)}${raw}`.trimEnd(),
      depth: depth + quoted.depth,
      indent,
      ...(markdown !== undefined && quoted.depth === 0 && markdown !== raw && { markdown }),
      ...(role && { role }),
      ...(isLink && { isLink }),
      ...(container && { container }),
    });
  }

  finish(): Doc {
    if (this.current !== '') this.flush();
    return {
      lines: this.lines,
      opensAt: this.opensAt,
      fingerprints: this.fingerprints,
      rest: this.overflow.join('\n'),
    };
  }
}

const isWorthWriting = (target: string, { depth, role }: Place): boolean =>
  /^https?:\/\//i.test(target) && target.length <= MAX_LINK && depth === 0 && role === undefined;
