import { escapeHtml } from '../render/html.js';
import type { MailingList } from './mailing-list.js';

/**
 * Stands where the link of a reader comes when his mail is composed: until then all readers have the same words. What
 * nobody knows before a notification is accepted, no publisher can put into his own links (RFC 2606 §2).
 */
export const placeholderOf = (notificationId: string): string => `https://unsubscribe.invalid/${notificationId}`;

interface Words {
  readonly text: string;
  readonly html: string;
  readonly list?: MailingList;
}

/** With the link of the reader in its place. */
export function withWayOut<T extends Words>(words: T): T {
  const { placeholder, unsubscribeUrl } = words.list ?? {};
  if (placeholder === undefined || unsubscribeUrl === undefined) return words;
  return {
    ...words,
    text: words.text.replaceAll(placeholder, () => unsubscribeUrl),
    html: words.html.replaceAll(placeholder, () => escapeHtml(unsubscribeUrl)),
  };
}

/** What is quoted of a mail aligns as well without it. */
export const withoutWayOut = ({ text, list }: Words): string =>
  list?.placeholder === undefined ? text : text.replaceAll(list.placeholder, '');
