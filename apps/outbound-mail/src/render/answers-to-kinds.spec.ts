import { describe, expect, it } from '@jest/globals';
import { CONFIDENTIAL_KINDS, type NotificationRequest } from '@replyline/contracts';
import { mintUnsubscribeToken, parseIntentKeys } from '@replyline/intent';
import { extractReply } from '@replyline/mail/reading';
import { topicOf } from '../unsubscribe/mailing-list.js';
import { placeholderOf, withoutWayOut, withWayOut } from '../unsubscribe/way-out.js';
import { EXAMPLES } from './examples.js';
import { escapeHtml } from './html.js';
import { LANGUAGES, type Language } from './phrases/languages.js';
import { readerOf } from './reader.js';
import { render, type Rendered } from './render.js';

const ID = '5b1c0f9e-52f3-4a0e-9d55-0d3f4d1b8a11';
const KEYS = parseIntentKeys(`1:${Buffer.alloc(32, 7).toString('base64url')}`);
const BASE = 'http://localhost:3001';
const FROM = 'Replyline <r@example.test>';

const nameOf = ({ kind, variables }: NotificationRequest): string =>
  'outcome' in variables ? `${kind} that ${variables.outcome}` : `${kind}${'password' in variables ? ' itself' : ''}`;

/** The mail as its reader gets it, and what inbound-reply is told of it. */
function sent(request: NotificationRequest, locale: string): { mail: Rendered; told: string } {
  const topic = topicOf(request);
  const placeholder = placeholderOf(ID);
  const words = render(request, {
    purpose: request.kind === 'mention' ? 'reply' : 'no-reply',
    reader: readerOf({ locale, timeZone: 'Europe/Berlin' }),
    reviewUrl: (id) => `${BASE}/held-replies/${id}?token=1.AbC`,
    ...(topic !== undefined && { unsubscribeUrl: placeholder }),
  });
  const unsubscribeUrl = `${BASE}/unsubscribe/${mintUnsubscribeToken(ID, KEYS)}`;
  const list = topic === undefined ? {} : { list: { topic, id: `${topic}.example.test`, unsubscribeUrl, placeholder } };
  const told = CONFIDENTIAL_KINDS.includes(request.kind) ? '' : withoutWayOut({ ...words, ...list });
  return { mail: withWayOut({ ...words, ...list }), told };
}

const arrowed = (text: string): string => text.trimEnd().replace(/^/gm, '> ');
/** As clients send it that keep to 72 characters (RFC 3676 §4.1). */
const wrapped = (text: string): string => text.replace(/(?![^\n]{1,70}$)([^\n]{1,70}) /gm, '$1\n');
/** Of HTML what a client writes beside it: each link behind its label, and a line a block. */
const asText = (html: string): string =>
  html
    .replace(/<head>.*?<\/head>|<!--.*?-->/gs, '')
    .replace(/<a [^>]*href="([^"]*)"[^>]*>(.*?)<\/a>/gs, '$2\n&lt;$1&gt;\n')
    .replace(/<br[^>]*>|<\/(?:p|div|td|h\d|pre|li)>/g, '\n')
    .replace(/<[^>]*>/g, '')
    .replace(/&nbsp;/g, ' ')
    .replace(/&lt;/g, '<')
    .replace(/&gt;/g, '>')
    .replace(/&quot;|&#34;/g, '"')
    .replace(/&#39;/g, "'")
    .replace(/&amp;/g, '&')
    .replace(/[^\S\n]+/g, ' ')
    .replace(/\s*\n\s*/g, '\n\n')
    .trim();
const ON = 'On Mon, 2 Mar 2026 at 14:30';
const BLOCK = ['From: Replyline <r@example.test>', 'Sent: Monday, 2 March 2026 14:30', 'To: Bob', 'Subject: x'];

type Answer = (answer: string, mail: Rendered) => { readonly text?: string; readonly html?: string };

const HOW: Readonly<Record<string, Answer>> = {
  'Gmail, text': (answer, { text }) => ({ text: `${answer}\n\n${ON} ${FROM} wrote:\n\n${arrowed(text)}\n` }),
  'Gmail, text that is wrapped': (answer, { text }) => ({
    text: `${answer}\n\n${ON} ${FROM} wrote:\n\n${arrowed(wrapped(text))}\n`,
  }),
  'Gmail, text made of the HTML': (answer, { html }) => ({
    text: `${answer}\n\n${ON} ${FROM} wrote:\n\n${arrowed(asText(html))}\n`,
  }),
  'Gmail, HTML': (answer, { html }) => ({
    html:
      `<div dir="ltr">${answer}</div><br><div class="gmail_quote"><div dir="ltr" class="gmail_attr">${ON} ${escapeHtml(FROM)} wrote:<br></div>` +
      `<blockquote class="gmail_quote">${html}</blockquote></div>`,
  }),
  'Outlook, text': (answer, { text }) => ({
    text: `${answer}\n\n________________________________\n${BLOCK.join('\n')}\n\n${text}`,
  }),
  'Outlook, HTML': (answer, { html }) => ({
    html:
      `<html><body><div class="WordSection1"><p class="MsoNormal">${answer}</p><div style="border:none;border-top:solid #E1E1E1 1.0pt">` +
      `<p class="MsoNormal">${BLOCK.map(escapeHtml).join('<br>')}</p></div>${html}</div></body></html>`,
  }),
  'Apple Mail, text': (answer, { text }) => ({ text: `${answer}\n\n> ${ON}, ${FROM} wrote:\n> \n${arrowed(text)}\n` }),
  'Apple Mail, HTML': (answer, { html }) => ({
    html:
      `<html><body dir="auto">${answer}<div><br><blockquote type="cite"><div>${ON}, ${escapeHtml(FROM)} wrote:</div>` +
      `<br class="Apple-interchange-newline"><div>${html}</div></blockquote></div></body></html>`,
  }),
};

const ROWS = EXAMPLES.flatMap((request) =>
  LANGUAGES.flatMap((language) =>
    Object.keys(HOW).map(
      (how) => [nameOf(request), language, how, request] as [string, Language, string, NotificationRequest],
    ),
  ),
);

describe('of an answer above the mail that it answers, nothing but the answer is read', () => {
  it.each(ROWS)('%s in %s, by %s', (_name, language, how, request) => {
    const { mail, told } = sent(request, language);
    const answer = HOW[how]!('Friday is fine.', mail);
    const known = { text: told, subject: mail.subject };
    expect(extractReply({ mail: answer, sent: known }).text).toBe('Friday is fine.');
  });
});
