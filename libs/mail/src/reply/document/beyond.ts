import { BLOCKS, UNSEEN } from './elements.js';
import { emojiOf } from './emoji.js';

/** What is beyond the limits of what is read, as text, line by line. */
export class Beyond {
  text = '';
  private unseen = 0;

  said(text: string): void {
    if (this.unseen === 0) this.text += text.replace(/\s+/g, ' ');
  }

  opened(name: string, attributes: Readonly<Record<string, string>>): void {
    if (UNSEEN.has(name)) this.unseen += 1;
    else if (name === 'img') this.said(emojiOf(attributes));
  }

  closed(name: string): void {
    if (UNSEEN.has(name)) this.unseen -= 1;
    else if (this.unseen === 0 && (BLOCKS.has(name) || name === 'br')) this.text += '\n';
  }
}
