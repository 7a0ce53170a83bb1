import type { NotificationRequest } from '@replyline/contracts';
import type { Purpose } from '@replyline/intent';
import type { Reader } from '../render/reader.js';
import { render, type Rendered } from '../render/render.js';
import type { Occasion } from '../render/templates.js';

/** The words of a request, made once for all who read the same: very many recipients cost about as much as one. */
export class Wording {
  private readonly made = new Map<string, Rendered>();
  private readonly different = new Map<string, Rendered>();
  /** Of all words that are not the same. */
  sizeBytes = 0;

  constructor(
    private readonly request: NotificationRequest,
    private readonly reviewUrl: Occasion['reviewUrl'],
  ) {}

  /** The very object each time, also where another reader's clock makes no difference. */
  for(purpose: Purpose, reader: Reader, unsubscribeUrl?: string): Rendered {
    const key = [purpose, reader.language, reader.locale, reader.timeZone, unsubscribeUrl].join(' ');
    const known = this.made.get(key);
    if (known) return known;
    const words = this.once(render(this.request, { purpose, reader, reviewUrl: this.reviewUrl, unsubscribeUrl }));
    this.made.set(key, words);
    return words;
  }

  private once(words: Rendered): Rendered {
    const same = this.different.get(words.html);
    if (same && same.text === words.text && same.subject === words.subject) return same;
    this.different.set(words.html, words);
    this.sizeBytes += Buffer.byteLength(words.text) + Buffer.byteLength(words.html);
    return words;
  }
}
