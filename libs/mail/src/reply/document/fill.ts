import { BLOCKS, UNSEEN } from './elements.js';
import { MAX_LINES, MAX_TEXT_OCTETS } from './text-document.js';

/** Who reads a line looks ahead, at a whole table for instance. */
const SLACK = 1.25;

/**
 * Counts what HTML that is being parsed has at least: once it is more than is read, elements need not be kept. A line that may be
 * none, in the cell of a table for instance, does not count.
 */
export class Fill {
  private lines = 0;
  private characters = 0;
  private unseen = 0;
  private cells = 0;
  private hasText = false;

  /** Whether all that follows is beyond what is read. */
  get isReached(): boolean {
    return this.lines > MAX_LINES * SLACK || this.characters > MAX_TEXT_OCTETS * SLACK;
  }

  said(text: string): void {
    if (this.unseen > 0 || !/\S/.test(text)) return;
    this.characters += text.length;
    this.hasText = true;
  }

  opened(name: string): void {
    if (UNSEEN.has(name)) this.unseen += 1;
    else if (name === 'td' || name === 'th') this.cells += 1;
    else if (name === 'br') this.lines += this.cells === 0 ? 1 : 0;
    else this.edge(name);
  }

  closed(name: string): void {
    if (UNSEEN.has(name)) this.unseen -= 1;
    else if (name === 'td' || name === 'th') this.cells -= 1;
    else this.edge(name);
  }

  private edge(name: string): void {
    if (!this.hasText || this.unseen > 0 || (this.cells === 0 ? !BLOCKS.has(name) : name !== 'tr')) return;
    this.lines += 1;
    this.hasText = false;
  }
}
