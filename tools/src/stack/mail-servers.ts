import { join } from 'node:path';
import { startDovecot, startMailHub } from '@replyline/local-servers';
import { PEOPLE, type PersonName, type StackSecrets } from './secrets.js';

export const DOMAIN = 'example.test';
export const NOTIFICATIONS = `notifications@${DOMAIN}`;
export const REPLIES = `replies@${DOMAIN}`;
export const addressOf = (name: PersonName) => `${name}@${DOMAIN}`;

export interface Endpoint {
  readonly host: string;
  readonly port: number;
}

export interface MailServers {
  readonly smtp: Endpoint;
  readonly imap: Endpoint;
  stop(): Promise<void>;
}

/** Mailboxes in a private Dovecot, and a small hub that accepts mail for them. */
export async function startMailServers(dir: string, secrets: StackSecrets): Promise<MailServers> {
  const people = (Object.keys(PEOPLE) as PersonName[]).map((name) => [name, secrets.people[name].password]);
  const users = {
    ...Object.fromEntries(people),
    notifications: secrets.notificationsPassword,
    replies: secrets.repliesPassword,
  } as Record<string, string>;
  const dovecot = await startDovecot({ dir: join(dir, 'dovecot'), domain: DOMAIN, users });
  const hub = await startMailHub({ lmtpPort: dovecot.ports.lmtp, users, domain: DOMAIN });
  return {
    smtp: { host: '127.0.0.1', port: hub.port },
    imap: { host: '127.0.0.1', port: dovecot.ports.imap },
    stop: async () => {
      await hub.stop();
      await dovecot.stop();
    },
  };
}
