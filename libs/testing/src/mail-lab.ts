import { join } from 'node:path';
import {
  makeCertificates,
  startDovecot,
  startPostfix,
  type Certificates,
  type RunningDovecot,
  type RunningPostfix,
} from '@replyline/local-servers';
import { mailClient, type MailClient } from './mail-client.js';

/** A real mail server for one domain: Postfix takes the mail, Dovecot keeps it. */
export interface MailLab {
  readonly domain: string;
  readonly tls: Certificates;
  readonly postfix: RunningPostfix;
  readonly dovecot: RunningDovecot;
  addressOf(login: string): string;
  passwordOf(login: string): string;
  /** Reads and sends mail as one of the users, over the protocols that a mail program uses. */
  client(login: string): MailClient;
}

export interface MailLabOptions {
  /** `alice`, `bob`, `replies` and `replyline` if absent. */
  readonly users?: readonly string[];
  /** If false, mail to nobody is accepted and comes back as a delivery status notification. */
  readonly isRecipientChecked?: boolean;
}

const DOMAIN = 'example.test';
const USERS = ['alice', 'bob', 'replies', 'replyline'];
const addressOf = (login: string): string => `${login}@${DOMAIN}`;
const passwordOf = (login: string): string => `password-of-${login}`;

/** Starts the pair in a folder; whatever has been started is handed to `onEnd`. */
export async function startMailLab(
  dir: string,
  onEnd: (end: () => unknown) => void,
  { users = USERS, isRecipientChecked = true }: MailLabOptions = {},
): Promise<MailLab> {
  const tls = makeCertificates(join(dir, 'tls'));
  const passwords = Object.fromEntries(users.map((login) => [login, passwordOf(login)]));
  const common = { domain: DOMAIN, tls };
  const dovecot = await startDovecot({ ...common, dir: join(dir, 'dovecot'), users: passwords, isForgetful: true });
  onEnd(() => dovecot.stop());
  const postfix = await startPostfix({ ...common, dir: join(dir, 'postfix'), users, dovecot, isRecipientChecked });
  onEnd(() => postfix.stop());
  const client = (login: string) => {
    const auth = { user: addressOf(login), pass: passwordOf(login) };
    return mailClient({ auth, ca: tls.ca, imapsPort: dovecot.ports.imaps, smtpsPort: postfix.ports.smtps });
  };
  return { domain: DOMAIN, tls, postfix, dovecot, addressOf, passwordOf, client };
}
