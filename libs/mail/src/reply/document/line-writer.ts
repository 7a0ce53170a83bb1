import type { Effect } from './containers.js';
import type { Doc, Line, Role } from './line.js';
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
  /** Where the text of the link that it is in began. */
  readonly linkFrom?: number;
}

/** A link longer than this is for machines. */
const MAX_LINK = 500;
/** Each link copies its line, so a line has not many. */
const MAX_LINKS = 40;

/** What `html-document` writes before the text of a list item. */
const BULLET = /^\u00a0*(?:-|\d{1,3}\.)\u00a0$/;

/** Collects text into lines as a browser would lay it out. */
export class LineWriter {
  private readonly lines: Line[] = [];
  private readonly opensAt: { line: number; container: string }[] = [];
  private readonly overflow: string[] = [];
  private readonly fingerprints = new Set<string>();
  private current = '';
  private links = 0;
  /** How much of the current line one link alone made. */
  private linkOnly = -1;
  private place: Place = { depth: 0, indent: 0, list: 0 };
  /** A blank line is due before the next text. */
  private isSpaceDue = false;
  private opening: string | undefined;

  /** A position in the current line, for `link`. */
  position(): number {
    return this.current.length;
  }

  /** Takes note of a client's mark. */
  saw(name: string, effect: Effect): void {
    if (effect !== 'signature') this.fingerprints.add(name);
    if (effect === 'opens') this.opening ??= name;
  }

  text(data: string, place: Place): void {
    if (place.isVerbatim) return this.verbatim(data, place);
    const collapsed = data.replace(/[ \t\r\n\f]+/g, ' ');
    this.append(this.current === '' || this.current.endsWith(' ') ? collapsed.replace(/^ /, '') : collapsed, place);
  }

  private verbatim(data: string, place: Place): void {
    const [first = '', ...others] = data.replace(/\r\n?/g, '\n').split('\n');
    this.append(first, place);
    for (const line of others) {
      this.breakLine(place);
      this.append(line, place);
    }
  }

  private append(text: string, place: Place): void {
    if (text === '') return;
    if (this.current === '') this.place = place;
    this.current += text;
  }

  /** The end of a link: its target follows its text, as Markdown, where it says more than the text and a person wrote it. */
  link(target: string, place: Place): void {
    const from = place.linkFrom ?? 0;
    const label = this.current.slice(from, from + MAX_LINK).trim();
    if (label === '' || /^(?:https?:\/\/|!\[)/i.test(label)) return;
    if (isWorthWriting(target, place) && this.links < MAX_LINKS && !target.includes(label))
      this.writeTarget(from, target);
    if (from === 0) this.linkOnly = this.current.length;
  }

  private writeTarget(from: number, target: string): void {
    if (this.current.length - from > MAX_LINK) return;
    this.links += 1;
    const label = this.current.slice(from).trim();
    this.current = `${this.current.slice(0, from)}[${label}](${target.replace(/[\s()<>]/g, encodeURIComponent)})`;
  }

  cell(place: Place): void {
    if (this.current.trim() !== '') this.append(' | ', place);
  }

  breakLine(place: Place): void {
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
    if (BULLET.test(this.current)) return;
    if (this.current !== '') this.flush();
    else this.place = place;
    if (isSpaced && this.lines.length > 0) this.isSpaceDue = true;
  }

  private flush(): void {
    const raw = cleanLine(this.current);
    const isLink = this.linkOnly >= 0 && this.current.slice(this.linkOnly).trim() === '';
    this.current = '';
    this.links = 0;
    this.linkOnly = -1;
    if (this.isSpaceDue && raw !== '' && this.lines.at(-1)?.text !== '') this.push('', this.between());
    this.isSpaceDue = false;
    this.push(raw, { ...this.place, isLink });
  }

  /** Space between two blocks belongs to what holds both. */
  private between(): Place {
    const before = this.lines.at(-1);
    return before && before.indent < this.place.indent ? { ...this.place, indent: before.indent } : this.place;
  }

  private push(raw: string, { depth, indent, role, container, isLink }: Place & { isLink?: boolean }): void {
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
