import { escaped, htmlPage as page } from '@replyline/service-host';
import type { HeldState } from './held-reply.entity.js';
import type { Other, Shown } from './held-replies.js';

const WHY: Readonly<Record<string, string>> = {
  'sender-not-on-record': 'It came from an address that is not yours.',
  'sender-not-proven': 'It carries your address, but nothing proves that it came from you.',
};

/** Asks; only the buttons do something. */
export function heldReplyPage({ held, subject, others }: Shown, token: string): string {
  if (held.state !== 'held') return outcomePage(held.state, { others });
  const action = pathOf(held.id);
  const query = queryOf(token);
  return page('Is this reply yours?', [
    `<p>We received an answer to <strong>${escaped(subject)}</strong>. ${WHY[held.because] ?? ''}</p>`,
    ...(held.text === '' ? [] : [`<pre>${escaped(held.text)}</pre>`]),
    ...listOf('With it come:', held.files),
    ...listOf('Left out, and not posted:', held.leftOut),
    `<form method="post" action="${action}${query}"><button>Yes, post it</button></form>`,
    `<form method="post" action="${action}/discard${query}"><button>No, discard it</button></form>`,
    ...linksTo(others),
  ]);
}

const OUTCOMES: Readonly<Record<HeldState, readonly [string, string]>> = {
  held: ['Done', 'What you chose was done.'],
  posted: [
    'This reply is posted',
    'It is in the conversation, under your name. It was posted once, however often this page is sent.',
  ],
  discarded: ['This reply was discarded', 'Nothing was posted.'],
};

/** After a decision: of this click where `isNew`, else of an earlier one. */
export function outcomePage(
  state: HeldState,
  { others, isNew = false }: Pick<Shown, 'others'> & { readonly isNew?: boolean },
): string {
  const [title, text] = OUTCOMES[state];
  return page(title, [`<p>${isNew ? text : `Already decided. ${text}`}</p>`, ...linksTo(others)]);
}

/** Where a link leads nowhere. It does not say whether there is such a reply. */
export const incompletePage = (): string =>
  page('This link is not complete', [
    '<p>Mail programs sometimes cut long links. Open the mail again, copy the whole link, to its very end, and paste ' +
      'it into the address bar.</p><p>Nothing was posted.</p>',
  ]);

export const laterPage = (): string =>
  page('Not now', ['<p>Something that this page needs does not answer. Open the link again in a few minutes.</p>']);

const listOf = (title: string, files: readonly { readonly name: string }[]): string[] =>
  files.length === 0
    ? []
    : [`<p>${title}</p><ul>${files.map(({ name }) => `<li>${escaped(name)}</li>`).join('')}</ul>`];

const pathOf = (id: string): string => `/held-replies/${id}`;
const queryOf = (token: string): string => `?token=${encodeURIComponent(token)}`;

function linksTo(others: readonly Other[]): string[] {
  if (others.length === 0) return [];
  const items = others.map(
    ({ id, token, receivedAt }) =>
      `<li><a href="${pathOf(id)}${queryOf(token)}">Received ${receivedAt.toUTCString()}</a></li>`,
  );
  return [`<p>Other answers to the same mail wait for you too:</p><ul>${items.join('')}</ul>`];
}
