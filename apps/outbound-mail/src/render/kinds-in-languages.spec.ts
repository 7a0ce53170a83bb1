import { describe, expect, it } from '@jest/globals';
import { NOTIFICATION_KINDS, type NotificationRequest } from '@replyline/contracts';
import { PROMPT_IN } from '@replyline/mail';
import { extractReply } from '@replyline/mail/reading';
import { EXAMPLES } from './examples.js';
import { escapeHtml } from './html.js';
import { insert } from './inserted.js';
import { LANGUAGES, type Language } from './phrases/languages.js';
import { PHRASES } from './phrases/phrases.js';
import { readerOf } from './reader.js';
import { render, type Rendered } from './render.js';

const PARTS = ['subject', 'text', 'html'] as const;
const REVIEW_URL = 'https://replies.example/held-replies/1?token=1.a&b';
const nameOf = ({ kind, variables }: NotificationRequest): string =>
  'outcome' in variables ? `${kind} that ${variables.outcome}` : `${kind}${'password' in variables ? ' itself' : ''}`;

const written = (request: NotificationRequest, locale: string): Rendered =>
  render(request, {
    purpose: request.kind === 'mention' ? 'reply' : 'no-reply',
    reader: readerOf({ locale, timeZone: 'Europe/Berlin' }),
    reviewUrl: () => REVIEW_URL,
  });

/** What is only for us, not for the reader. */
const UNSEEN = ['reason', 'outcome', 'heldReplyId', 'ranAt', 'expiresAt', 'dueAt'];
const seen = ({ variables }: NotificationRequest, part: keyof Rendered): string[] =>
  Object.entries(variables).flatMap(([name, value]) =>
    UNSEEN.includes(name) || (name === 'subject' && part !== 'subject') ? [] : [String(value)],
  );

/** Pieces of sentences between what is put into them, long enough to be nothing else. */
const piecesOf = (catalogue: unknown): string[] => {
  if (typeof catalogue === 'string') return [catalogue].filter((it) => it.length >= 6);
  if (typeof catalogue === 'function')
    return String(catalogue(insert('x'), insert('x')))
      .split(/\u2068x\u2069/)
      .map((it) => it.trim())
      .filter((it) => it.length >= 6);
  return Object.values(catalogue as object).flatMap(piecesOf);
};
const ENGLISH = [...piecesOf(PHRASES.en), PROMPT_IN.en];

/** Of HTML what a person reads. */
const visible = (html: string): string =>
  html
    .replace(/<head>.*<\/head>|<!--.*?-->/gs, '')
    .replace(/&nbsp;/g, ' ')
    .replace(/<[^>]*>/g, '');

const ROWS = EXAMPLES.flatMap((request) =>
  LANGUAGES.flatMap((language) =>
    PARTS.map(
      (part) => [nameOf(request), language, part, request] as [string, Language, keyof Rendered, NotificationRequest],
    ),
  ),
);

it('every kind has an example', () => {
  expect([...new Set(EXAMPLES.map(({ kind }) => kind))].sort()).toEqual([...NOTIFICATION_KINDS].sort());
});

describe.each(ROWS)('%s in %s: the %s', (_name, language, part, request) => {
  const content = written(request, language)[part];

  it('says what it is about, with nothing left open', () => {
    expect(content.trim()).not.toBe('');
    expect(content).not.toMatch(/undefined|null|\[object|\$\{|NaN|Invalid Date/);
    const all = seen(request, part);
    if (part === 'subject') expect(request.kind === 'password' || all.some((it) => content.includes(it))).toBe(true);
    if (part === 'text') for (const it of all) expect(content).toContain(it);
    if (part === 'html')
      for (const it of all.flatMap((text) => text.split('\n'))) expect(visible(content)).toContain(escapeHtml(it));
  });

  it('is in that language', () => {
    if (language === 'en') return;
    const said = part === 'html' ? visible(content) : content;
    expect(ENGLISH.filter((piece) => said.includes(piece))).toEqual([]);
    if (part !== 'text' || request.kind === 'free-mail') return;
    const { cannotBeAnswered, mention } = PHRASES[language];
    expect(said).toContain(request.kind === 'mention' ? mention.isPosted : cannotBeAnswered);
  });
});

describe.each(LANGUAGES)('a mail in %s', (language) => {
  it('says so, and which way it is read', () => {
    const { html } = written(EXAMPLES[1]!, language);
    expect(html).toContain(`<html lang="${language}" dir="${language === 'ar' ? 'rtl' : 'ltr'}">`);
  });

  it.each(['Ada Example', 'آدا مثال', '日本 太郎'])('that %s wrote is told from the answer to it', (actorName) => {
    const mention = EXAMPLES.find((it) => it.kind === 'mention')!;
    const request = { ...mention, variables: { ...mention.variables, actorName } } as NotificationRequest;
    const { subject, text, html } = written(request, language);
    const sent = { text, subject, from: 'Replyline <r@example.test>' };
    const quotedText = text.replace(/^/gm, '> ');
    const answers = [
      { text: `Friday is fine.\n\n${quotedText}` },
      { text: `Friday is fine.\n\n${text}` },
      { html: `<div>Friday is fine.</div><blockquote type="cite">${html}</blockquote>` },
      { html: `<p>Friday is fine.</p>${html}` },
    ];
    for (const mail of answers) expect(extractReply({ mail, sent }).text).toBe('Friday is fine.');
  });

  it('in which everything is hostile comes out harmless', () => {
    for (const request of EXAMPLES) {
      const { subject, text, html } = written(hostile(request), language);
      expect(subject).not.toMatch(/[\u0000-\u001f\u007f\u202d\u202e]/);
      expect(`${text}${html}`).not.toMatch(/[\u202d\u202e]/);
      expect(html).not.toMatch(/<(?:script|img|a[^>]*javascript:)|javascript:[^<]*"/i);
      // An isolate that somebody else began or ended would leave one over.
      expect([...html.matchAll(/<bdi/g)]).toHaveLength([...html.matchAll(/<\/bdi>/g)].length);
      expect([...subject.matchAll(/\u2068/g)]).toHaveLength([...subject.matchAll(/\u2069/g)].length);
    }
  });
});

const HOSTILE = 'x\u2069\u202e"><script>alert(1)</script><img src=x onerror=y>\r\nBcc: eve@evil.test';
/** What the contract would refuse too: two walls are better than one. A password is the system's own, and kept as it is. */
const KEPT = ['outcome', 'ranAt', 'expiresAt', 'dueAt', 'password'];
function hostile(request: NotificationRequest): NotificationRequest {
  const variables = Object.entries(request.variables).map(([name, value]): [string, unknown] => [
    name,
    KEPT.includes(name) ? value : name === 'url' ? `javascript:alert("1")//${HOSTILE}` : HOSTILE,
  ]);
  return { ...request, variables: Object.fromEntries(variables) } as NotificationRequest;
}
