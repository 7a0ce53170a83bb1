import { cleanLine } from './clean-line.js';
import { isBullet } from './bullet.js';
import { ClientMarks } from './client-marks.js';
import { withinOctets } from './cut.js';
import { GrowingLine } from './growing-line.js';
import type { Doc } from './line.js';
import { beforeBracket, escaped } from './markdown.js';
import type { Place } from './place.js';
import { MAX_TEXT_OCTETS } from './text-document.js';
import { TypedInQuote } from './typed-in-quote.js';
import { WrittenLines } from './written-lines.js';

/** What is known of the mail before its HTML is read. */
export interface MailFacts {
  /** From: addresses and names. */
  readonly author: readonly string[];
  /** Somewhere in it Gmail introduces a quote. */
  readonly hasGmailIntroduction: boolean;
}

/** Collects text into lines as a browser would lay it out. */
export class LineWriter {
  readonly marks = new ClientMarks();
  private readonly lines = new WrittenLines(this.marks);
  readonly typed = new TypedInQuote(() => this.lines.aboveQuote());
  /** How many octets of text are still read. */
  private left = MAX_TEXT_OCTETS;
  /** What links and emphasis that end are told. Another one from each line break on. */
  line = new GrowingLine();
  /** Of the current line. */
  private place: Place = { depth: 0, indent: 0, list: 0 };
  /** How many pieces of preformatted text there were. */
  private blocks = 0;
  /** A blank line is due before the next text. */
  private isSpaceDue = false;

  constructor(readonly mail: MailFacts) {}

  /** Whether all that follows is kept and not looked at. */
  get isFull(): boolean {
    return this.left <= 0 || this.lines.isFull;
  }

  /** Text that follows when nothing more is looked at. */
  beyond(text: string): void {
    if (this.line.text !== '') this.flush();
    this.lines.beyond(text);
  }

  text(data: string, place: Place): void {
    const end = withinOctets(data, this.left);
    const text = end === data.length ? data : data.slice(0, end);
    this.left -= Buffer.byteLength(text);
    if (place.isVerbatim) this.verbatim(text, place);
    else if (place.keepsBreaks && /\S/.test(text)) this.lineByLine(text, place, (line) => this.spoken(line, place));
    else this.spoken(text, place);
    if (end === data.length) return;
    this.left = 0;
    this.beyond(data.slice(end));
  }

  private spoken(data: string, place: Place): void {
    const collapsed = data.replace(/ [ \t\r\n\f]+|[\t\r\n\f][ \t\r\n\f]*/g, ' ');
    const { last } = this.line;
    const text = last === '' || last === ' ' ? collapsed.replace(/^ /, '') : collapsed;
    const shown = escaped(text);
    this.append(text, place, place.isInTable ? shown.replaceAll('|', '\\|') : shown);
  }

  /** What is Markdown already. */
  written(text: string, place: Place): void {
    this.append(text, place, `${this.line.isLong ? ' ' : beforeBracket(this.line.shown)}${text}`);
  }

  private verbatim(data: string, place: Place): void {
    this.lineByLine(data, place, (line) =>
      // Behind the bullet of a list there is no fence.
      this.append(line, place, this.line.text === '' || this.place.isVerbatim ? line : escaped(line)),
    );
  }

  private lineByLine(data: string, place: Place, write: (line: string) => void): void {
    const text = data.replace(/\r\n?/g, '\n');
    for (let from = 0; from <= text.length;) {
      if (from > 0) this.breakLine(place);
      if (this.lines.isFull) return this.lines.beyond(`${text.slice(from)}\n`);
      const end = text.indexOf('\n', from);
      write(end < 0 ? text.slice(from) : text.slice(from, end));
      from = end < 0 ? text.length + 1 : end + 1;
    }
  }

  private append(text: string, place: Place, shown = text): void {
    if (text === '') return;
    this.part(place);
    if (this.line.text === '') this.place = place;
    this.line.append(text, shown);
  }

  /** What a person typed into a quote stands on a line of its own, and a bullet with what follows it. */
  part(place: Place): void {
    if (this.line.text === '' || this.place.isTyped === place.isTyped) return;
    if (isBullet(this.line.text)) this.place = place;
    else this.flush();
  }

  /** Preformatted text begins. */
  openBlock(): void {
    this.blocks += 1;
  }

  cell(place: Place): void {
    if (this.line.isFilled) this.append(' | ', place, place.isInTable ? '' : ' | ');
    if (place.isInTable) this.line.openCell();
  }

  endRow(place: Place, headColumns: number): void {
    this.line.endRow(headColumns);
    this.block(place, false);
  }

  breakLine(place: Place): void {
    if (place.isInTable) return this.append(' ', place);
    if (this.line.text === '') this.place = place;
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
    if (this.lines.isOverflowing) return this.beyond('\n');
    if (isBullet(this.line.text)) return;
    if (this.line.text !== '') this.flush();
    else this.place = place;
    if (isSpaced && this.lines.last) this.isSpaceDue = true;
  }

  private flush(): void {
    const { line, place } = this;
    this.line = new GrowingLine();
    const raw = cleanLine(line.text);
    const block = place.isVerbatim ? this.blocks : undefined;
    if (this.isSpaceDue && raw !== '' && this.lines.last?.text !== '') this.lines.push('', this.between(), { block });
    this.isSpaceDue = false;
    this.lines.push(raw, place, { isLink: line.isLink, markdown: line.markdown(raw, place), block });
  }

  /** Space between two blocks belongs to what holds both. */
  private between(): Place {
    const before = this.lines.last;
    return before && before.indent < this.place.indent ? { ...this.place, indent: before.indent } : this.place;
  }

  finish(): Doc {
    if (this.line.text !== '') this.flush();
    return this.lines.toDoc();
  }
}
