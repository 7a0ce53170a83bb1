import { createHash } from 'node:crypto';
import { CLOUDS, type MailboxSettings } from '@replyline/contracts';

/** What tells mailboxes apart: whose, on which server. */
type Whose = { readonly host: string; readonly user: string };

/**
 * Which mailbox it is. A hash, because it stands in keys and logs. Port and encryption are ways to the same mailbox and no
 * part of it, so that changing them does not read everything again.
 */
export function mailboxKey({ host, user }: Whose): string {
  const text = JSON.stringify([host.toLowerCase(), user.toLowerCase()]);
  return `imap-${createHash('sha256').update(text).digest('hex').slice(0, 24)}`;
}

export const whoseOf = (settings: MailboxSettings): Whose =>
  settings.kind === 'microsoft-graph'
    ? { host: CLOUDS[settings.cloud].graph, user: settings.replyToAddress }
    : { host: settings.host, user: settings.user };
