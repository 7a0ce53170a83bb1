import { join } from 'node:path';
import {
  makeCertificates,
  startDovecot,
  startPostfix,
  type RunningDovecot,
  type RunningPostfix,
} from '@replyline/local-servers';
import { DOMAIN, loginsOf, type MailServers, type StackSecrets } from '@replyline/tools';

export interface PostfixMail extends MailServers {
  readonly postfix: RunningPostfix;
  readonly dovecot: RunningDovecot;
}

/**
 * Postfix and Dovecot as a company runs them: our services submit with STARTTLS and a password and read over TLS.
 * Mail to nobody is accepted, so that a delivery status notification comes back.
 */
export async function startPostfixMail(dir: string, secrets: StackSecrets): Promise<PostfixMail> {
  const users = loginsOf(secrets);
  const tls = makeCertificates(certificatesIn(dir));
  const dovecot = await startDovecot({ dir: join(dir, 'dovecot'), domain: DOMAIN, users, tls });
  const postfix = await startPostfix({
    dir: join(dir, 'postfix'),
    domain: DOMAIN,
    users: Object.keys(users),
    tls,
    dovecot,
    isRecipientChecked: false,
  }).catch(async (error: unknown) => {
    await dovecot.stop();
    throw error;
  });
  const at = (port: number) => ({ host: '127.0.0.1', port });
  return {
    postfix,
    dovecot,
    lmtpPort: dovecot.ports.lmtp,
    smtp: at(postfix.ports.smtp),
    imap: at(dovecot.ports.imap),
    sending: { ...at(postfix.ports.submission), encryption: 'starttls-required' },
    receiving: { ...at(dovecot.ports.imaps), encryption: 'implicit-tls' },
    stop: async () => {
      await postfix.stop();
      await dovecot.stop();
    },
  };
}

export const certificatesIn = (dir: string): string => join(dir, 'tls');
