import type { ImapFlow } from 'imapflow';
import { Idle } from './idle.js';
import { leave, requireUsable, withLogin, type ImapEndpoint } from './imap-client.js';
import { translated } from './imap-failure.js';
import { listedMails } from './listed-mails.js';
import { placeName, placeOf, validityOf } from './mail-place.js';
import type { ImapMailbox, Listing, MailSummary, Marking } from './mailbox-connection.js';
import { MailsAhead } from './mails-ahead.js';
import { rowsAfter } from './rows-after.js';

/** Connects, logs in and opens INBOX; `signal` gives up. Rejects with a `mailbox.*` Failure. */
export function connectImap(endpoint: ImapEndpoint, signal?: AbortSignal): Promise<ImapMailbox> {
  return withLogin(endpoint, signal, async (client) => {
    const inbox = await client.mailboxOpen('INBOX');
    return new ImapConnection(client, validityOf(inbox), endpoint.mostListed);
  });
}

class ImapConnection implements ImapMailbox {
  private readonly idle: Idle;
  private readonly ahead = new MailsAhead();

  constructor(
    private readonly client: ImapFlow,
    readonly uidValidity: number,
    private readonly mostListed: number | undefined,
  ) {
    this.idle = new Idle(client);
  }

  listAfter(cursor: string | undefined): Promise<Listing> {
    return translated(async () => {
      const lastUid = this.uidOf(cursor) ?? 0;
      const { rows, upTo } = await rowsAfter(lastUid, this.client, this.mostListed);
      const mails = listedMails(rows, this.uidValidity);
      if (upTo !== undefined) return { mails, cursor: this.nameOf(upTo), hasMore: true };
      return { mails, cursor: mails.at(-1)?.id ?? this.nameOf(lastUid) };
    });
  }

  async fetch(id: string, maxBytes: number): Promise<Buffer | undefined> {
    const uid = this.uidOf(id);
    if (uid === undefined) return undefined;
    const together = this.ahead.togetherWith(uid, maxBytes);
    if (together.length > 0) await this.fetchAhead(together, maxBytes);
    const fetched = this.ahead.take(uid, maxBytes) ?? (await this.fetchOne(uid, maxBytes));
    this.ahead.widen();
    return fetched;
  }

  prefetch(mails: readonly MailSummary[]): void {
    this.ahead.want(mails);
  }

  /** A server that ends at a message ends the connection, as an outage does: only how often tells them apart. */
  mayBeOfMail(): boolean {
    return true;
  }

  private fetchAhead(uids: readonly number[], maxBytes: number): Promise<void> {
    return translated(async () => {
      const query = { source: { start: 0, maxLength: maxBytes } };
      const messages = await this.client.fetchAll([...uids], query, { uid: true });
      requireUsable(this.client);
      this.ahead.keep(uids, maxBytes, messages);
    });
  }

  private fetchOne(uid: number, maxBytes: number): Promise<Buffer | undefined> {
    return translated(async () => {
      const message = await this.client.fetchOne(
        String(uid),
        { source: { start: 0, maxLength: maxBytes } },
        { uid: true },
      );
      requireUsable(this.client);
      if (message === false) return undefined;
      // A server that has the message and leaves its text out has not said that it is gone.
      if (!message.source) throw Object.assign(new Error('the message has no text'), { code: 'NoSource' });
      return message.source;
    });
  }

  /** All of them: a mailbox that keeps no flags is none to ask again and again. */
  addSeen(ids: readonly string[]): Promise<Marking> {
    return translated(async () => {
      const uids = ids.flatMap((id) => this.uidOf(id) ?? []);
      if (uids.length > 0) await this.client.messageFlagsAdd(uids, ['\\Seen'], { uid: true });
      requireUsable(this.client);
      return { marked: ids, refused: [] };
    });
  }

  wait(maxMs: number, signal: AbortSignal): Promise<void> {
    return translated(() => this.idle.wait(maxMs, signal));
  }

  close(): Promise<void> {
    return leave(this.client);
  }

  private nameOf(uid: number): string {
    return placeName({ uidValidity: this.uidValidity, uid });
  }

  /** `undefined` under another UIDVALIDITY: what had that UID is gone. */
  private uidOf(name: string | undefined): number | undefined {
    const place = placeOf(name);
    return place?.uidValidity === this.uidValidity ? place.uid : undefined;
  }
}
