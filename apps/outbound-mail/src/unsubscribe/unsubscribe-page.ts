import { escaped, htmlPage } from '@replyline/service-host';
import type { Subject } from './unsubscriptions.js';

// Actions are relative to the page: a proxy may have put the service under a path of its own.

/** Asks; only the button does something, because programs follow links before people do. */
export const askPage = ({ topic }: Subject): string =>
  htmlPage('Unsubscribe?', [
    `<p>You get mail about <strong>${escaped(topic)}</strong>.</p>`,
    `<form method="post"><button>Yes, send me no more of it</button></form>`,
    `<p>Mail about other things is not affected.</p>`,
  ]);

export const goodbyePage = ({ topic }: Subject, token: string): string =>
  htmlPage('You are unsubscribed', [
    `<p>You get no more mail about <strong>${escaped(topic)}</strong>.</p>`,
    `<form method="post" action="${escaped(token)}/undo"><button>Undo</button></form>`,
  ]);

export const welcomePage = ({ topic }: Subject): string =>
  htmlPage('You are subscribed', [`<p>You get mail about <strong>${escaped(topic)}</strong> again.</p>`]);

/** Where a link leads nowhere. It does not say whether there is such a mail. */
export const incompletePage = (): string =>
  htmlPage('This link is not complete', [
    '<p>Mail programs sometimes cut long links. Open the mail again, copy the whole link, to its very end, and paste ' +
      'it into the address bar.</p><p>Nothing was changed.</p>',
  ]);

export const laterPage = (): string =>
  htmlPage('Not now', ['<p>Something that this page needs does not answer. Try again in a few minutes.</p>']);
