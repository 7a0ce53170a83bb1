import type { Login } from '@replyline/tools';
import { ImapFlow } from 'imapflow';

export function imap({ host, port, user, password }: Login): ImapFlow {
  const auth = { user, pass: password };
  const client = new ImapFlow({ host, port, secure: false, doSTARTTLS: false, auth, logger: false });
  client.on('error', () => undefined);
  return client;
}
