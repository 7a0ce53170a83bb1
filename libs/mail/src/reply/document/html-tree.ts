import { DomHandler, type Document } from 'domhandler';
import { Parser } from 'htmlparser2';
import { bareText } from './bare-text.js';
import { Beyond } from './beyond.js';
import { wordStart } from './cut.js';
import { emojiOf, emojiOfTag } from './emoji.js';
import { Fill } from './fill.js';

/** Gmail cuts at 102 KB, Outlook's Word styles reach some 300 KB. Pictures inside the text are taken out before counting. */
const MAX_HTML_LENGTH = 400_000;
/** Deep tables of newsletters reach about 60. Deeper elements are flattened: their text stays, their nesting does not. */
export const MAX_DEPTH = 200;
/** Far above any mail that a person answers; each node costs memory. */
export const MAX_NODES = 16_000;
/** Writing that consists of entities has this many in some 480 KB. */
const MAX_PIECES = 80_000;
/** How much is given to the parser at once, so that it can be stopped between two pieces. */
const PIECE = 16 * 1024;
/** How many beyond what is read are looked at for emoji. */
const MAX_PICTURES = 10_000;
/** The parser moves all elements that are open for each one that opens, so many of them take quadratic time. */
const MAX_OPEN = 5_000;

/**
 * A DOM of bounded depth and size. Beyond the bounds elements are dropped and their text stays where it was. Once there
 * is more than is read all is dropped, and its text is kept apart.
 */
class BoundedHandler extends DomHandler {
  private skipped = 0;
  nodes = 0;
  /** How often the parser told of text: an entity, or a sign that might have begun a tag, parts it. */
  pieces = 0;
  private readonly fill = new Fill();
  beyond: Beyond | undefined;

  /** How many elements there are that the parser has not closed. */
  get open(): number {
    return this.tagStack.length + this.skipped;
  }

  override ontext(data: string): void {
    this.pieces += 1;
    if (this.beyond) return this.beyond.said(data);
    this.fill.said(data);
    super.ontext(data);
  }

  override onopentag(name: string, attributes: Record<string, string>): void {
    this.nodes += 1;
    if (this.skipped === 0 && this.fill.isReached) this.beyond ??= new Beyond();
    if (this.beyond) return this.pass(this.beyond, name, attributes);
    if (this.skipped > 0 || this.tagStack.length > MAX_DEPTH || this.nodes > MAX_NODES)
      return this.skip(name, attributes);
    this.fill.opened(name);
    super.onopentag(name, attributes);
  }

  private pass(beyond: Beyond, name: string, attributes: Record<string, string>): void {
    this.skipped += 1;
    beyond.opened(name, attributes);
  }

  private skip(name: string, attributes: Record<string, string>): void {
    this.skipped += 1;
    const emoji = name === 'img' ? emojiOf(attributes) : '';
    if (emoji !== '') this.ontext(emoji);
  }

  override onclosetag(name = ''): void {
    if (this.skipped === 0) {
      this.fill.closed(name);
      return super.onclosetag();
    }
    this.skipped -= 1;
    this.beyond?.closed(name);
  }

  override oncomment(): void {
    // Conditional comments of Outlook repeat what is visible anyway.
  }

  override onprocessinginstruction(): void {
    // `<?xml:namespace …>` says nothing to a reader.
  }
}

interface HtmlTree {
  readonly root: Document;
  /** What is beyond what is read, and what the parser was not given. */
  readonly rest: string;
}

export function parseHtml(html: string): HtmlTree {
  const lean = html.replace(/(["'])data:[^"']*\1/gi, '""');
  const handler = new BoundedHandler();
  const parser = new Parser(handler, { decodeEntities: true });
  let position = 0;
  while (
    position < Math.min(lean.length, MAX_HTML_LENGTH) &&
    handler.nodes <= MAX_NODES &&
    handler.open <= MAX_OPEN &&
    handler.pieces <= MAX_PIECES
  ) {
    const end = afterTag(lean, position + PIECE);
    parser.write(lean.slice(position, end));
    position = end;
  }
  parser.end();
  const rest = [handler.beyond?.text ?? '', withoutTags(lean.slice(position))];
  return { root: handler.root, rest: rest.filter((text) => text !== '').join('\n') };
}

/** A piece ends with a tag, so that what is left over begins with text; where there is none for long, with a word. */
const afterTag = (html: string, from: number): number => {
  if (from >= html.length) return html.length;
  const close = html.slice(from, from + PIECE).indexOf('>');
  return close < 0 ? wordStart(html, Math.min(html.length, from + PIECE)) : from + close + 1;
};

/** What is beyond the limits is kept, not read, so a crude form of it will do. */
function withoutTags(html: string): string {
  let pictures = 0;
  const drawn = html.replace(/<img[\s/][^<>]{0,2000}>/gi, (tag) => {
    pictures += 1;
    return (pictures <= MAX_PICTURES && emojiOfTag(tag)) || ' ';
  });
  return bareText(drawn);
}
