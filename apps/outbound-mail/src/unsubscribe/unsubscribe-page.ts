import { languageFor } from '@replyline/mail';
import { escaped, htmlPage } from '@replyline/service-host';
import { inHtml, insert } from '../render/inserted.js';
import { PHRASES, type Phrases } from '../render/phrases/phrases.js';
import type { Subject } from './unsubscribe-links.js';

/** In the languages of a reader, the dearest first. */
export type Languages = readonly string[];
type Words = Phrases['unsubscribePage'];

// Actions are relative to the page: a proxy may have put the service under a path of its own.

/** Asks; only the button does something, because programs follow links before people do. */
export const askPage = ({ topic }: Subject, languages: Languages): string =>
  page(languages, ({ ask }) => [
    ask.title,
    about(ask, topic),
    `<form method="post"><button>${escaped(ask.yes)}</button></form>`,
    paragraph(ask.others),
  ]);

export const goodbyePage = ({ topic }: Subject, languages: Languages, token: string): string =>
  page(languages, ({ gone }) => [
    gone.title,
    about(gone, topic),
    `<form method="post" action="${escaped(token)}/undo"><button>${escaped(gone.undo)}</button></form>`,
  ]);

export const welcomePage = ({ topic }: Subject, languages: Languages): string =>
  page(languages, ({ back }) => [back.title, about(back, topic)]);

/** Where a link leads nowhere. It does not say whether there is such a mail. */
export const incompletePage = (languages: Languages): string =>
  page(languages, ({ incomplete: { title, text, unchanged } }) => [title, paragraph(text), paragraph(unchanged)]);

export const laterPage = (languages: Languages): string =>
  page(languages, ({ later: { title, text } }) => [title, paragraph(text)]);

/** The title, and then what stands below it. */
type Parts = readonly [title: string, ...body: string[]];

function page(languages: Languages, said: (words: Words) => Parts): string {
  const language = languageFor(languages) ?? 'en';
  const { direction, unsubscribePage } = PHRASES[language];
  const [title, ...body] = said(unsubscribePage);
  return htmlPage(escaped(title), body, { language, direction });
}

const paragraph = (text: string): string => `<p>${escaped(text)}</p>`;

const about = (words: Words['back'], topic: string): string => inHtml(paragraph(words.about(insert(topic))));
