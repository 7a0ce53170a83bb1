import type { InboundMail } from '../mail.js';
import { headerFieldOf } from '../reply/languages/header-labels.js';

// What only words tell never decides by one of them: people write such subjects and such sentences too. And it decides
// by what stands in the answer itself: a quote holds our words, not those of its sender.

/** What the words of a mail are judged by. */
export interface Said {
  /** What its sender wrote: without the quote, where that is known. */
  readonly text: string;
  /** The sender is expected, and proven: From is his own address, where responders of others do not write from. */
  readonly isProven: boolean;
  /**
   * Whoever is in From may have been asked: he is on record and answers with a valid token, or the token is one of which that is
   * not known (yet).
   */
  readonly isExpected: boolean;
}

/** As programs of people do, and hardly any responder: with angles, in a block, or below a rule or a heading of Outlook. */
export const quotes = ({ text = '', html = '' }: InboundMail): boolean =>
  /^(?:>|-{4,9} ?\p{L}[^\n]{0,60}-{4,9}[ \t]{0,9}$)/mu.test(text) ||
  headerFieldOf(BELOW_RULE.exec(text)?.[1] ?? '') === 'from' ||
  /<blockquote|gmail_quote|divRplyFwdMsg|border-top: ?solid #(?:e1e1e1|b5c4df)/i.test(html);

const BELOW_RULE = /^_{20,80}[ \t]{0,9}\n{1,3}([^\n]{1,80})/m;

export const flat = (text: string): string => text.replaceAll('\n', ' ');

/** A responder says at once what it is. */
export const beginningOf = (text: string): string => text.slice(0, 2_000).toLowerCase();
