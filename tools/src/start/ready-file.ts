import { renameSync, writeFileSync } from 'node:fs';
import type { PersonName } from '../stack/secrets.js';
import type { Stack } from '../stack/stack.js';

/** What a script needs to talk to a running stack. */
export function readyDocument(stack: Stack) {
  const user = (name: PersonName) => {
    const { id, email, password } = stack.people[name];
    return { id, email, password };
  };
  return {
    services: {
      config: stack.service('config').url,
      outboundMail: stack.service('outbound-mail').url,
      inboundReply: stack.service('inbound-reply').url,
      conversation: stack.service('conversation').url,
    },
    natsUrl: stack.backends.natsUrl,
    tokens: {
      serverAdmin: stack.people.admin.token,
      alice: stack.people.alice.token,
      bob: stack.people.bob.token,
    },
    users: { alice: user('alice'), bob: user('bob'), admin: user('admin') },
    mail: { smtp: stack.mail.smtp, imap: stack.mail.imap },
  };
}

/** Appears whole or not at all, readable by its owner only: it holds tokens and passwords. */
export function writeReadyFile(file: string, stack: Stack): void {
  writeFileSync(`${file}.part`, JSON.stringify(readyDocument(stack), null, 2), { mode: 0o600 });
  renameSync(`${file}.part`, file);
}
