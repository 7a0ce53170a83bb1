import type { ClientMarks } from './client-marks.js';
import type { Doc, Line } from './line.js';
import { escaped } from './markdown.js';
import type { Place } from './place.js';
import { unquote, type Unquoted } from './quote-signs.js';
import { MAX_LINES } from './text-document.js';

/** Who says in which colour they answer says it in the first lines. */
const MAX_ABOVE = 60;

/** What a line says besides its text. */
interface Said {
  readonly isLink?: boolean;
  readonly markdown?: string;
  readonly block?: number | undefined;
}

/** The lines of a mail so far, and the text that is beyond the limits. */
export class WrittenLines {
  private readonly lines: Line[] = [];
  private readonly overflow: string[] = [];

  constructor(private readonly marks: ClientMarks) {}

  get isFull(): boolean {
    return this.lines.length >= MAX_LINES;
  }

  /** Whether there is text already that is not looked at. */
  get isOverflowing(): boolean {
    return this.overflow.length > 0;
  }

  get last(): Line | undefined {
    return this.lines.at(-1);
  }

  /** Text that is kept and not looked at. */
  beyond(text: string): void {
    this.overflow.push(text);
  }

  /** What stands above the first quote. */
  aboveQuote(): string {
    const end = this.marks.opensAt[0]?.line ?? MAX_ABOVE;
    const above = this.lines.slice(0, Math.min(end, MAX_ABOVE)).filter(({ container }) => container === undefined);
    return above.map(({ text }) => text).join('\n');
  }

  push(raw: string, { depth, indent, role, container, isTyped }: Place, { isLink, markdown, block }: Said = {}): void {
    if (this.isFull) return this.beyond(`${raw}\n`);
    const quoted = unquote(raw);
    this.marks.stand(this.lines.length);
    // All of one shape: a long mail has thousands.
    this.lines.push({
      text: quoted.text,
      raw: depth + indent === 0 ? raw : `${'> '.repeat(depth + indent)}${raw}`.trimEnd(),
      depth: depth + quoted.depth,
      indent,
      markdown: shownOf(quoted, markdown === raw ? undefined : markdown),
      block,
      role,
      isLink,
      container,
      isTyped,
    });
  }

  toDoc(): Doc {
    return {
      lines: this.lines,
      opensAt: this.marks.opensAt,
      fingerprints: this.marks.fingerprints,
      rest: this.overflow.join('').trimEnd(),
      isHtml: true,
    };
  }
}

const shownOf = (quoted: Unquoted, markdown: string | undefined): string | undefined => {
  if (markdown !== undefined) return withoutPrefix(markdown, quoted);
  return quoted.shown === quoted.text ? undefined : quoted.shown;
};

/** A line whose prefix reads otherwise with marks around it is nothing but its text. */
function withoutPrefix(markdown: string, { shown: text, depth }: Unquoted): string {
  if (depth === 0) return markdown;
  const shown = unquote(markdown);
  return shown.depth === depth ? shown.shown : escaped(text);
}
