import { join } from 'node:path';
import type { Encryption } from '@replyline/contracts';
import { startDovecot, startMailHub } from '@replyline/local-servers';
import { stopAll } from './all-or-none.js';
import type { PersonName, StackSecrets } from './secrets.js';

export const DOMAIN = 'example.test';
export const NOTIFICATIONS = `notifications@${DOMAIN}`;
export const REPLIES = `replies@${DOMAIN}`;
export const addressOf = (name: PersonName) => `${name}@${DOMAIN}`;

export interface Endpoint {
  readonly host: string;
  readonly port: number;
}

export interface MailServers {
  /** Where people submit their mail and read it: plain text, on this machine. */
  readonly smtp: Endpoint;
  readonly imap: Endpoint;
  /** What an admin types into the sending profile and the reply mailbox. */
  readonly sending: Endpoint & { readonly encryption: Encryption };
  readonly receiving: Endpoint & { readonly encryption: Encryption };
  /** Where Dovecot takes mail for its mailboxes (RFC 2033). */
  readonly lmtpPort: number;
  stop(): Promise<void>;
}

/** Every mailbox with its password. */
export const loginsOf = (secrets: StackSecrets): Record<string, string> => ({
  ...Object.fromEntries(Object.entries(secrets.people).map(([name, { password }]) => [name, password])),
  notifications: secrets.notificationsPassword,
  replies: secrets.repliesPassword,
});

/** Mailboxes in a private Dovecot, and a small hub that accepts mail for them. */
export async function startMailServers(dir: string, secrets: StackSecrets): Promise<MailServers> {
  const users = loginsOf(secrets);
  const dovecot = await startDovecot({ dir: join(dir, 'dovecot'), domain: DOMAIN, users });
  const hub = await startMailHub({ lmtpPort: dovecot.ports.lmtp, users, domain: DOMAIN }).catch(
    async (error: unknown) => {
      await dovecot.stop();
      throw error;
    },
  );
  const smtp = { host: '127.0.0.1', port: hub.port };
  const imap = { host: '127.0.0.1', port: dovecot.ports.imap };
  return {
    smtp,
    imap,
    lmtpPort: dovecot.ports.lmtp,
    sending: { ...smtp, encryption: 'none' },
    receiving: { ...imap, encryption: 'none' },
    stop: () => stopAll([() => hub.stop(), () => dovecot.stop()]),
  };
}
