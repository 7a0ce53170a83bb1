import { directionOf, languageFor, type HoldReason, type Language } from '@replyline/mail';
import { escaped, htmlPage } from '@replyline/service-host';
import { PHRASES, type Phrases, type Said } from './held-reply-phrases.js';
import { worksUntil, type Standing } from './standing.js';
import type { Other, Posted, Reader, Shown } from './held-replies.js';

/** In the languages of a reader, the dearest first. */
type Languages = readonly string[];

// Links are relative to the page: a proxy may have put the service under a path of its own.

/** Asks; only the buttons do something, because programs follow links before people do. */
export function heldReplyPage(shown: Shown, token: string): string {
  const { held, standing, posted, subject, others, reader } = shown;
  if (standing !== 'held') return outcomePage(standing, shown);
  const query = queryOf(token);
  return page([reader.locale], (say) => [
    say.ask,
    `<p>${say.about(`<strong><bdi>${escaped(subject)}</bdi></strong>`)} ${escaped(whyOf(say, held.because))}</p>`,
    ...(held.senders.length === 0 ? [] : [`<p>${say.sender(held.senders.map(named).join(', '))}</p>`]),
    ...wordsOf(posted, say),
    ...listOf(say.files, held.files),
    ...listOf(say.leftOut, held.leftOut),
    `<form method="post" action="${held.id}${query}"><button>${escaped(say.yes)}</button></form>`,
    `<form method="post" action="${held.id}/discard${query}"><button>${escaped(say.no)}</button></form>`,
    `<p>${say.until(momentFor(worksUntil(held), reader))}</p>`,
    ...linksTo(others, say, reader),
  ]);
}

interface Where {
  readonly isNew?: boolean;
  /** From the page to where held replies stand beside each other. */
  readonly toHeldReplies?: '' | '../';
}

/** After a decision: of this click where `isNew`, else of an earlier one, or of none where the link has run out. */
export function outcomePage(
  standing: Exclude<Standing, 'held'>,
  { others, reader, isNew = false, toHeldReplies = '' }: Pick<Shown, 'others' | 'reader'> & Where,
): string {
  return page([reader.locale], (say) => {
    const { title, text } = { posted: say.posted, discarded: say.discarded, 'run-out': say.runOut }[standing];
    const wasDecided = !isNew && standing !== 'run-out';
    return [
      title,
      paragraph(wasDecided ? `${say.alreadyDecided} ${text}` : text),
      ...linksTo(others, say, reader, toHeldReplies),
    ];
  });
}

/** Where a link leads nowhere. It does not say whether there is such a reply. */
export const incompletePage = (languages: Languages): string => said(languages, ({ incomplete }) => incomplete);

export const laterPage = (languages: Languages): string => said(languages, ({ later }) => later);

const said = (languages: Languages, of: (say: Phrases) => Said): string =>
  page(languages, (say) => [of(say).title, paragraph(of(say).text)]);

/** The title, and then what stands below it. */
type Parts = readonly [title: string, ...body: string[]];

function page(languages: Languages, of: (say: Phrases) => Parts): string {
  const language: Language = languageFor(languages) ?? 'en';
  const [title, ...body] = of(PHRASES[language]);
  return htmlPage(escaped(title), body, { language, direction: directionOf(language) });
}

/** As the conversation shows it. Each block has the direction of its own words. */
function wordsOf({ text, answers = [], elided }: Posted, say: Phrases): string[] {
  const pieces = answers.flatMap((answer) => [...quoteOf(answer.quoted), block(answer.text)]);
  return [
    ...(pieces.length === 0 ? [] : [paragraph(say.lineByLine), ...pieces]),
    ...(pieces.length > 0 || text === '' ? [] : [block(text)]),
    ...(elided === undefined ? [] : [`<details><summary>${escaped(say.elided)}</summary>${block(elided)}</details>`]),
  ];
}

/** An address has no direction of its own: what stands beside it must not turn it round. */
const named = (address: string): string => `<bdi dir="ltr">${escaped(address)}</bdi>`;

const block = (text: string): string => `<pre dir="auto">${escaped(text)}</pre>`;

const quoteOf = (quoted: string): string[] =>
  quoted === '' ? [] : [`<blockquote dir="auto">${escaped(quoted)}</blockquote>`];

/** A newer service may have held it for a reason that this one has no words for. */
const whyOf = (say: Phrases, because: string): string =>
  Object.hasOwn(say.why, because) ? say.why[because as HoldReason] : '';

const paragraph = (text: string): string => `<p>${escaped(text)}</p>`;

const listOf = (title: string, files: readonly { readonly name: string }[]): string[] =>
  files.length === 0
    ? []
    : [`${paragraph(title)}<ul>${files.map(({ name }) => `<li><bdi>${escaped(name)}</bdi></li>`).join('')}</ul>`];

const queryOf = (token: string): string => `?token=${encodeURIComponent(token)}`;

function linksTo(others: readonly Other[], say: Phrases, reader: Reader, toHeldReplies = ''): string[] {
  if (others.length === 0) return [];
  const items = others.map(
    ({ id, token, receivedAt }) =>
      `<li><a href="${toHeldReplies}${id}${queryOf(token)}">${say.received(momentFor(receivedAt, reader))}</a></li>`,
  );
  return [`${paragraph(say.others)}<ul>${items.join('')}</ul>`];
}

/** As the reader's clock shows it; in the region of the reader only where the page is in his language. */
function momentFor(moment: Date, { locale, timeZone }: Reader): string {
  const shown = languageFor([locale]) === undefined ? 'en' : locale;
  const format = new Intl.DateTimeFormat(shown, { dateStyle: 'long', timeStyle: 'short', timeZone });
  return `<bdi>${escaped(format.format(moment))}</bdi>`;
}
