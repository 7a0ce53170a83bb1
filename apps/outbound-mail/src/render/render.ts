import type { NotificationRequest } from '@replyline/contracts';
import { toText, type Composition } from './blocks.js';
import { toHtml } from './html.js';
import { inPlainText } from './inserted.js';
import { PHRASES } from './phrases/phrases.js';
import { compose, type Occasion } from './templates.js';

export interface Rendered {
  readonly subject: string;
  readonly text: string;
  readonly html: string;
}

/** One request for one recipient, in words. */
export const render = (request: NotificationRequest, occasion: Occasion): Rendered =>
  inWords(compose(request, occasion));

/** PostgreSQL and mail both refuse half of a surrogate pair: it becomes U+FFFD. */
export const inWords = (composition: Composition): Rendered => ({
  subject: wellFormed(inPlainText(composition.subject, PHRASES[composition.language].direction)),
  text: wellFormed(toText(composition)),
  html: wellFormed(toHtml(composition)),
});

export const wellFormed = (text: string): string => Buffer.from(text, 'utf8').toString('utf8');
