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

const BULLET = /^\s*(?:-|\d{1,3}\.)\s*$/;

/** Collects text into lines as a browser would lay it out. */
export class LineWriter {
  private readonly lines: Line[] = [];
  private readonly opensAt: { line: number; container: string }[] = [];
  private readonly overflow: string[] = [];
  private readonly fingerprints = new Set<string>();
  private current = '';
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

  /** Writes the target of a link after its text, as Markdown, where it says more than the text and a person wrote it. */
  link(target: string, place: Place): void {
    const from = place.linkFrom ?? 0;
    const label = this.current.slice(from).trim();
    if (!/^https?:\/\//i.test(target) || target.length > MAX_LINK || label === '' || place.depth > 0 || place.role)
      return;
    if (target.includes(label) || /^https?:\/\//i.test(label)) return;
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
    this.current = '';
    if (this.isSpaceDue && raw !== '' && this.lines.at(-1)?.text !== '') this.push('', this.between());
    this.isSpaceDue = false;
    this.push(raw, this.place);
  }

  /** Space between two blocks belongs to what holds both. */
  private between(): Place {
    const before = this.lines.at(-1);
    return before && before.indent < this.place.indent ? { ...this.place, indent: before.indent } : this.place;
  }

  private push(raw: string, { depth, indent, role, container }: Place): void {
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
