import { ImapFlow } from 'imapflow';
import { simpleParser, type ParsedMail } from 'mailparser';

export interface Login {
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly password: string;
}

/** What a person sees in his mail client. */
export interface SeenMail {
  readonly raw: Buffer;
  readonly subject: string;
  readonly from: string;
  readonly replyTo: string | undefined;
  readonly messageId: string;
  readonly references: readonly string[];
  readonly text: string;
  readonly html: string | undefined;
  readonly headers: ParsedMail['headers'];
}

/** How often a mailbox is looked at: a person who waits looks often. */
const LOOK_EVERY_MS = 50;

/** A person's mailbox, read over IMAP. */
export class Mailbox {
  private readonly seen: SeenMail[] = [];
  private lastUid = 0;

  private constructor(private readonly client: ImapFlow) {}

  static async open({ host, port, user, password }: Login): Promise<Mailbox> {
    const client = new ImapFlow({
      host,
      port,
      secure: false,
      doSTARTTLS: false,
      auth: { user, pass: password },
      logger: false,
    });
    client.on('error', () => undefined);
    await client.connect();
    await client.mailboxOpen('INBOX');
    return new Mailbox(client);
  }

  /** All mail that has ever been seen here, oldest first. */
  async all(): Promise<readonly SeenMail[]> {
    await this.client.noop();
    const found = (await this.client.search({ uid: `${this.lastUid + 1}:*` }, { uid: true })) || [];
    // IMAP answers n:* with the last message when there is none from n on.
    for (const uid of found.filter((it) => it > this.lastUid)) {
      const fetched = await this.client.fetchOne(String(uid), { source: true }, { uid: true });
      if (fetched && fetched.source) this.seen.push(await read(fetched.source));
      this.lastUid = uid;
    }
    return this.seen;
  }

  /** The first mail that fits, as soon as it is there. Throws when the deadline has passed. */
  async waitFor(fits: (mail: SeenMail) => boolean, { deadlineMs = 20_000, what = 'a mail' } = {}): Promise<SeenMail> {
    const deadline = Date.now() + deadlineMs;
    for (;;) {
      const mail = (await this.all()).find(fits);
      if (mail) return mail;
      if (Date.now() > deadline) throw new Error(`waited ${deadlineMs} ms for ${what}`);
      await new Promise((resume) => setTimeout(resume, LOOK_EVERY_MS));
    }
  }

  async close(): Promise<void> {
    await this.client.logout().catch(() => undefined);
  }
}

async function read(raw: Buffer): Promise<SeenMail> {
  const mail = await simpleParser(raw, { skipTextToHtml: true });
  const references = mail.references ?? [];
  return {
    raw,
    subject: mail.subject ?? '',
    from: mail.from?.text ?? '',
    replyTo: mail.replyTo?.value[0]?.address,
    messageId: mail.messageId ?? '',
    references: typeof references === 'string' ? [references] : references,
    text: mail.text ?? '',
    html: mail.html || undefined,
    headers: mail.headers,
  };
}
