import { join } from 'node:path';
import type { TrackingMode } from '@replyline/contracts';
import { makeTemporaryFolder, until } from '@replyline/local-servers';
import { ApiClient, Mailbox, startStack, type Login, type PersonName, type Stack } from '@replyline/tools';
import { rmSync } from 'node:fs';
import { certificatesIn, startPostfixMail, type PostfixMail } from './postfix-mail.js';

export interface Post {
  readonly id: string;
  readonly author: { readonly userId: string; readonly name: string };
  readonly text: string;
  readonly origin: 'http' | 'mail';
}

/** A running product with Postfix and Dovecot, and what the people of a journey do with it. */
export class Stage {
  private readonly inboxes = new Map<PersonName, Promise<Mailbox>>();
  private readonly replacements: { stop(): Promise<void> }[] = [];

  private constructor(
    readonly mode: TrackingMode,
    readonly dir: string,
    readonly stack: Stack,
    readonly mail: PostfixMail,
  ) {}

  /**
   * `wrap` may put something between our services and the mail servers; `more` is for the environment of all that read
   * or send.
   */
  static async open(
    mode: TrackingMode,
    wrap = async (mail: PostfixMail) => mail,
    more: Record<string, string> = {},
  ): Promise<Stage> {
    const dir = makeTemporaryFolder();
    const trust = { NODE_EXTRA_CA_CERTS: join(certificatesIn(dir), 'ca.pem'), ...more };
    const servers: PostfixMail[] = [];
    const stack = await startStack({
      dir,
      trackingMode: mode,
      env: { 'outbound-mail': trust, 'inbound-reply': trust },
      mailServers: async (folder, secrets) => {
        servers.push(await wrap(await startPostfixMail(folder, secrets)));
        return servers[0]!;
      },
    });
    return new Stage(mode, dir, stack, servers[0]!);
  }

  /** Ends what a journey has started in the place of a part of the stack. */
  onClose(replacement: { stop(): Promise<void> }): void {
    this.replacements.push(replacement);
  }

  async close(): Promise<void> {
    for (const inbox of this.inboxes.values()) await (await inbox).close();
    await this.stack.stop();
    for (const replacement of this.replacements) await replacement.stop();
    rmSync(this.dir, { recursive: true, force: true });
  }

  /** What this person sees in his mailbox. */
  inbox(name: PersonName): Promise<Mailbox> {
    const open = this.inboxes.get(name) ?? Mailbox.open(this.login(name, this.mail.imap));
    this.inboxes.set(name, open);
    return open;
  }

  login(name: PersonName, server: { host: string; port: number } = this.mail.smtp): Login {
    const { email, password } = this.stack.people[name];
    return { ...server, user: email, password };
  }

  api(service: 'config' | 'conversation' | 'outbound-mail' | 'inbound-reply', as: PersonName): ApiClient {
    return new ApiClient(this.stack.service(service).url, this.stack.people[as].token);
  }

  /** A conversation of Alice and Bob, with a name of its own so that its mail is found. */
  async conversation(name: string): Promise<Talk> {
    const members = [this.stack.people.alice.id, this.stack.people.bob.id];
    const { id } = await this.api('conversation', 'bob').post<{ id: string }>('/v1/conversations', { name, members });
    return new Talk(this, id, name);
  }
}

/** One conversation, as its members use it. */
export class Talk {
  constructor(
    private readonly stage: Stage,
    readonly id: string,
    readonly name: string,
  ) {}

  say(as: PersonName, text: string): Promise<Post> {
    return this.stage.api('conversation', as).post<Post>(`/v1/conversations/${this.id}/posts`, { text });
  }

  async posts(): Promise<Post[]> {
    const path = `/v1/conversations/${this.id}/posts?limit=200`;
    const { items } = await this.stage.api('conversation', 'bob').get<{ items: Post[] }>(path);
    return items;
  }

  /** Posts that came by mail, once there are as many as expected. */
  async replies(count: number): Promise<Post[]> {
    const replies = async () => (await this.posts()).filter(({ origin }) => origin === 'mail');
    await until(async () => (await replies()).length >= count, {
      what: `${count} replies in ${this.name}`,
    });
    return replies();
  }

  /** The mail to this person whose subject names the conversation. */
  async mailTo(name: PersonName) {
    const inbox = await this.stage.inbox(name);
    return inbox.waitFor((it) => it.subject.endsWith(`mentioned you in ${this.name}`), {
      what: `the mail to ${name}`,
    });
  }
}
