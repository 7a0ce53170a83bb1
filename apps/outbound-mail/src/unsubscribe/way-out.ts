import { escapeHtml } from '../render/html.js';

/** Where the link of a reader comes when his mail is composed: until then all readers have the same words (RFC 2606 §2). */
export const WAY_OUT = 'https://unsubscribe.invalid/';

interface Words {
  readonly text: string;
  readonly html: string;
}

/** With the link of the reader in its place. */
export const withWayOut = <T extends Words>(words: T, url: string | undefined): T =>
  url === undefined
    ? words
    : {
        ...words,
        text: words.text.replaceAll(WAY_OUT, () => url),
        html: words.html.replaceAll(WAY_OUT, () => escapeHtml(url)),
      };

/** What is quoted of a mail aligns as well without it. */
export const withoutWayOut = (text: string): string => text.replaceAll(WAY_OUT, '');
