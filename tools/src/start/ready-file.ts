import { accessSync, constants, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { NOTIFICATIONS, REPLIES } from '../stack/mail-servers.js';
import type { PersonName } from '../stack/secrets.js';
import type { Stack } from '../stack/stack.js';
import { Unusable } from '../stack/unusable.js';

export type ReadyDocument = ReturnType<typeof readyDocument>;

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
    /** The mailboxes of Replyline itself: where its mail comes from, and where replies arrive. */
    accounts: {
      notifications: { email: NOTIFICATIONS, password: stack.secrets.notificationsPassword },
      replies: { email: REPLIES, password: stack.secrets.repliesPassword },
    },
    mail: { smtp: stack.mail.smtp, imap: stack.mail.imap },
  };
}

/** The file that says "ready": there only while the stack is. */
export class ReadyFile {
  private constructor(private readonly path: string) {}

  /** `file` is meant from where the person stands; npm changes into the root of the workspace. Throws `Unusable`. */
  static at(file: string, env: NodeJS.ProcessEnv): ReadyFile {
    const path = resolve(env['INIT_CWD'] ?? process.cwd(), file);
    requireWritable(path);
    return new ReadyFile(path);
  }

  /** Appears whole or not at all, readable by its owner only: it holds tokens and passwords. */
  write(document: ReadyDocument): void {
    writeFileSync(`${this.path}.part`, JSON.stringify(document, null, 2), { mode: 0o600 });
    renameSync(`${this.path}.part`, this.path);
  }

  remove(): void {
    for (const file of [this.path, `${this.path}.part`]) rmSync(file, { force: true });
  }
}

/** Said before anything starts, and not when everything runs. */
function requireWritable(path: string): void {
  const folder = dirname(path);
  try {
    accessSync(folder, constants.W_OK | constants.X_OK);
  } catch (error) {
    throw new Unusable(`--ready-file: ${folder} is no folder that can be written to; make it first`, { cause: error });
  }
  if (!statSync(folder).isDirectory()) throw new Unusable(`--ready-file: ${folder} is no folder`);
  if (statSync(path, { throwIfNoEntry: false })?.isDirectory())
    throw new Unusable(`--ready-file: ${path} is a folder; name a file in it`);
}
