import { isIP } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import type { Encryption } from '@replyline/contracts';
import { ImapFlow, type ImapFlowOptions, type MailboxObject } from 'imapflow';
import { trusting } from '../server-address/trusted-authorities.js';
import type { TokenSource } from '../token-source.js';
import { toMailboxFailure } from './imap-failure.js';
import { listedMails, type ListedRow } from './listed-mails.js';
import { placeName, placeOf } from './mail-place.js';
import type { ImapMailbox, Listing, MailSummary } from './mailbox-connection.js';
import { serverAddress } from './server-address.js';

/** What it takes to open a mailbox. */
export interface ImapEndpoint {
  readonly host: string;
  readonly port: number;
  readonly encryption: Encryption;
  readonly user: string;
  readonly password?: string;
  /** Instead of a password: XOAUTH2. */
  readonly accessToken?: TokenSource;
  /** Absent: the certificate of the server is checked. */
  readonly verifyCertificate?: boolean;
  /** Authorities to trust beside the built-in ones, as PEM. */
  readonly authorities?: readonly string[];
  /** Whether link-local and metadata addresses may be connected to. */
  readonly allowLinkLocal?: boolean;
  /** Shorter ones where nobody can wait for minutes. */
  readonly patience?: Partial<ImapPatience>;
  /** Of more messages a mailbox is listed piece by piece. */
  readonly mostListed?: number;
}

export interface ImapPatience {
  /** A silent connection is probed after this long, and given up as long after it: half-open ones tell nothing. */
  readonly silenceMs: number;
  /** IDLE is begun anew after this long. */
  readonly renewIdleMs: number;
}

/** Covers the TCP and TLS handshakes; a server on another continent needs one or two seconds. */
const CONNECT_MS = 15_000;
const GREETING_MS = 10_000;
/** RFC 2177 wants IDLE renewed within 29 minutes; large providers drop idle sessions after five to ten. */
export const PATIENCE: ImapPatience = { silenceMs: 60_000, renewIdleMs: 4 * 60_000 };
/** A server that ends IDLE at once must not make us spin. */
const IDLE_PAUSE_MS = 1_000;
/** A server that does not answer LOGOUT must not hold up a stop. */
const GOODBYE_MS = 1_000;
/** Above the largest mail that is ever fetched whole; a longer literal ends the connection. */
const MAX_LITERAL_BYTES = 128 * 1024 * 1024;

const TLS: Record<Encryption, Pick<ImapFlowOptions, 'secure' | 'doSTARTTLS'>> = {
  none: { secure: false, doSTARTTLS: false },
  'starttls-optional': { secure: false },
  'starttls-required': { secure: false, doSTARTTLS: true },
  'implicit-tls': { secure: true },
};

/**
 * A client that is not connected yet. imapflow never reconnects and an instance is single-use; without an `error` listener
 * a timeout would end the process. Its own IDLE starts after a pause, which would cost fifteen seconds: it is off.
 */
async function imapClient(endpoint: ImapEndpoint, renew: boolean): Promise<ImapFlow> {
  const { silenceMs, renewIdleMs } = { ...PATIENCE, ...endpoint.patience };
  const client = new ImapFlow({
    // Name and address apart: connected is what was checked, and the certificate is compared with the name.
    host: await serverAddress(endpoint.host, endpoint.allowLinkLocal),
    ...(isIP(endpoint.host) === 0 && { servername: endpoint.host }),
    port: endpoint.port,
    ...TLS[endpoint.encryption],
    tls: { rejectUnauthorized: endpoint.verifyCertificate !== false, ...trusting(endpoint.authorities) },
    auth: await credentialsOf(endpoint, renew),
    logger: false,
    disableAutoIdle: true,
    connectionTimeout: CONNECT_MS,
    greetingTimeout: GREETING_MS,
    socketTimeout: silenceMs,
    maxIdleTime: renewIdleMs,
    maxLiteralSize: MAX_LITERAL_BYTES,
  });
  client.on('error', ignore);
  return client;
}

async function credentialsOf({ user, password = '', accessToken }: ImapEndpoint, renew: boolean) {
  return accessToken ? { user, accessToken: await accessToken(renew) } : { user, pass: password };
}

/**
 * Connects with `use`. A token may have been taken back before its time: after a refusal one more is asked for, once.
 * A client that could not be used is closed.
 */
export async function withClient<T>(endpoint: ImapEndpoint, use: (client: ImapFlow) => Promise<T>): Promise<T> {
  const attempt = async (renew: boolean): Promise<T> => {
    const client = await imapClient(endpoint, renew);
    try {
      return await use(client);
    } catch (error) {
      client.close();
      throw error;
    }
  };
  if (!endpoint.accessToken) return attempt(false);
  return attempt(false).catch((error: unknown) => {
    if (toMailboxFailure(error).code !== 'mailbox.credentials_rejected') throw error;
    return attempt(true);
  });
}

/** Connects, logs in and opens INBOX; `signal` gives up. Rejects with a `mailbox.*` Failure. */
export function connectImap(endpoint: ImapEndpoint, signal?: AbortSignal): Promise<ImapMailbox> {
  const open = async (client: ImapFlow): Promise<ImapMailbox> => {
    const giveUp = (): void => client.close();
    signal?.addEventListener('abort', giveUp, { once: true });
    try {
      await client.connect();
      const inbox = await client.mailboxOpen('INBOX');
      return new ImapConnection(client, validityOf(inbox), endpoint.mostListed);
    } finally {
      signal?.removeEventListener('abort', giveUp);
    }
  };
  return translated(() => withClient(endpoint, open));
}

/** Without it no message has a name, and everything would seem to be gone (RFC 9051 §2.3.1.1: 32 bits). */
export function validityOf(inbox: MailboxObject): number {
  const uidValidity = Number(inbox.uidValidity);
  if (!placeOf(placeName({ uidValidity, uid: 1 })))
    throw Object.assign(new Error('INBOX has no UIDVALIDITY'), { code: 'NoUidValidity' });
  return uidValidity;
}

/** How many messages one command fetches at most, and how many octets of them are held. */
const MOST_AHEAD = 100;
const MOST_BYTES_AHEAD = 4 * 1024 * 1024;

/** The message and those wanted behind it that are small enough to be fetched with it. Some servers say 0, which tells nothing. */
function wantedFrom(
  wanted: readonly MailSummary[],
  { uid, maxBytes, count }: { readonly uid: number; readonly maxBytes: number; readonly count: number },
): number[] {
  const from = wanted.findIndex(({ imap }) => imap?.uid === uid);
  if (from < 0) return [];
  let bytes = 0;
  const candidates = wanted.slice(from, from + count);
  const end = candidates.findIndex(
    ({ sizeBytes }) => sizeBytes < 1 || sizeBytes > maxBytes || (bytes += sizeBytes) > MOST_BYTES_AHEAD,
  );
  return (end < 0 ? candidates : candidates.slice(0, end)).flatMap(({ imap }) => imap?.uid ?? []);
}

/** What is known of so many messages takes some megabytes; of a million at once it is more than a process may hold. */
const MOST_LISTED = 20_000;
/** Where messages were removed, the UIDs between those that are left are passed in longer steps, up to so many times that. */
const LONGEST_STEP = 8;

class ImapConnection implements ImapMailbox {
  private hasNews = false;
  private wake: () => void = () => undefined;
  /** What will be asked for whole. */
  private wanted: readonly MailSummary[] = [];
  /** Fetched together with a message that was asked for; nothing where the server left one out. */
  private readonly ahead = new Map<number, Buffer | undefined>();
  /** How much of each was asked for: what is shorter is whole. */
  private aheadBytes = 0;
  /** The first message of a connection is fetched alone: where one breaks the connection, the next shows which. */
  private window = 1;

  constructor(
    private readonly client: ImapFlow,
    readonly uidValidity: number,
    private readonly mostListed = MOST_LISTED,
  ) {
    client.on('exists', () => this.announce());
    client.on('close', () => this.wake());
  }

  listAfter(cursor: string | undefined): Promise<Listing> {
    return translated(async () => {
      const lastUid = this.uidOf(cursor) ?? 0;
      const { rows, upTo } = await this.rowsAfter(lastUid);
      // IMAP answers `n:*` with the last message when there is none from n on.
      const mails = listedMails(
        rows.filter(({ uid }) => uid > lastUid),
        this.uidValidity,
      );
      if (upTo !== undefined) return { mails, cursor: this.nameOf(upTo), hasMore: true };
      return { mails, cursor: mails.at(-1)?.id ?? this.nameOf(lastUid) };
    });
  }

  /** All of them, or the first ones up to a UID. */
  private async rowsAfter(lastUid: number): Promise<{ rows: ListedRow[]; upTo?: number }> {
    let rows: ListedRow[] = [];
    let from = lastUid + 1;
    for (let step = 1; this.isVastFrom(from); step = Math.min(2 * step, LONGEST_STEP)) {
      if (rows.length >= this.mostListed / 2) return { rows, upTo: from - 1 };
      // What arrives meanwhile gets UIDs from there on: a step beyond would pass it by.
      const next = Math.min(from + step * this.mostListed, this.uidNext);
      rows = rows.concat(await this.rowsOf(`${from}:${next - 1}`));
      from = next;
    }
    return { rows: rows.concat(await this.rowsOf(`${from}:*`)) };
  }

  /** As far as its server says how many messages there are, and which UID the next one gets. */
  private isVastFrom(uid: number): boolean {
    const { mailbox } = this.client;
    return mailbox && mailbox.exists > this.mostListed && this.uidNext - uid > this.mostListed;
  }

  private get uidNext(): number {
    const { mailbox } = this.client;
    return mailbox ? (mailbox.uidNext ?? 0) : 0;
  }

  /** Collected first: a command inside a fetch loop would wait for the loop, and the loop for the command. */
  private rowsOf(range: string): Promise<ListedRow[]> {
    return this.client.fetchAll(range, { uid: true, size: true, internalDate: true, flags: true }, { uid: true });
  }

  async fetch(id: string, maxBytes: number): Promise<Buffer | undefined> {
    const uid = this.uidOf(id);
    if (uid === undefined) return undefined;
    if (!this.ahead.has(uid)) {
      const together = wantedFrom(this.wanted, { uid, maxBytes, count: this.window });
      if (together.length > 1) await this.fetchAhead(together, maxBytes);
    }
    const fetched = this.takeAhead(uid, maxBytes) ?? (await this.fetchOne(uid, maxBytes));
    this.window = Math.min(this.window * 2, MOST_AHEAD);
    return fetched;
  }

  prefetch(mails: readonly MailSummary[]): void {
    this.wanted = mails;
  }

  /** A server that ends at a message ends the connection, as an outage does: only how often tells them apart. */
  mayBeOfMail(): boolean {
    return true;
  }

  /** What is whole answers any wish, and what is not a smaller one. */
  private takeAhead(uid: number, maxBytes: number): Buffer | undefined {
    const source = this.ahead.get(uid);
    this.ahead.delete(uid);
    const isEnough = source && (source.byteLength < this.aheadBytes || source.byteLength >= maxBytes);
    return isEnough ? source.subarray(0, maxBytes) : undefined;
  }

  /** One command for several messages. What the server leaves out is asked for by itself. */
  private fetchAhead(uids: readonly number[], maxBytes: number): Promise<void> {
    return translated(async () => {
      const query = { source: { start: 0, maxLength: maxBytes } };
      const messages = await this.client.fetchAll([...uids], query, { uid: true });
      this.requireUsable();
      this.ahead.clear();
      this.aheadBytes = maxBytes;
      for (const uid of uids) this.ahead.set(uid, undefined);
      for (const { uid, source } of messages) if (source) this.ahead.set(uid, source);
    });
  }

  private fetchOne(uid: number, maxBytes: number): Promise<Buffer | undefined> {
    return translated(async () => {
      const message = await this.client.fetchOne(
        String(uid),
        { source: { start: 0, maxLength: maxBytes } },
        { uid: true },
      );
      this.requireUsable();
      if (message === false) return undefined;
      // A server that has the message and leaves its text out has not said that it is gone.
      if (!message.source) throw Object.assign(new Error('the message has no text'), { code: 'NoSource' });
      return message.source;
    });
  }

  /** All of them: a mailbox that keeps no flags is none to ask again and again. */
  addSeen(ids: readonly string[]): Promise<readonly string[]> {
    return translated(async () => {
      const uids = ids.flatMap((id) => this.uidOf(id) ?? []);
      if (uids.length === 0) return ids;
      await this.client.messageFlagsAdd(uids, ['\\Seen'], { uid: true });
      this.requireUsable();
      return ids;
    });
  }

  wait(maxMs: number, signal: AbortSignal): Promise<void> {
    return translated(async () => {
      const deadline = performance.now() + maxMs;
      while (!this.hasNews && !signal.aborted && performance.now() < deadline) {
        this.requireUsable();
        await this.idleUntil(deadline, signal);
      }
      this.requireUsable();
      // Not all servers announce in FETCH what came meanwhile; NOOP makes them.
      if (!this.hasNews && !signal.aborted) await this.client.noop();
      this.hasNews = false;
    });
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

  private announce(): void {
    this.hasNews = true;
    this.wake();
  }

  /** Ends with an announcement, a lost connection, `signal` or the deadline; and, after a pause, when the server ends IDLE. */
  private async idleUntil(deadline: number, signal: AbortSignal): Promise<void> {
    const over = new AbortController();
    const ends = AbortSignal.any([signal, over.signal]);
    const announced = new Promise<void>((resolve) => (this.wake = resolve));
    const expired = pause(Math.max(0, deadline - performance.now()), undefined, { signal: ends });
    // `false` is a refusal or a lost connection; which of them shows in whether the client is still usable. An error says that
    // it is not, and may do so before the client knows: it must not find out by being asked again and again.
    const idled = this.client.idle().then(() => pause(IDLE_PAUSE_MS, undefined, { signal: ends }).catch(ignore));
    await Promise.race([announced, expired.catch(ignore), idled]);
    over.abort();
  }

  /** imapflow answers some commands on a dead connection with `false` instead of an error. */
  private requireUsable(): void {
    if (!this.client.usable) throw Object.assign(new Error('the connection is gone'), { code: 'NoConnection' });
  }
}

const ignore = (): undefined => undefined;

/** Politely where that is possible. */
export async function leave(client: ImapFlow): Promise<void> {
  if (client.usable) await Promise.race([client.logout().catch(ignore), pause(GOODBYE_MS, undefined, { ref: false })]);
  client.close();
}

/** Rejects with a `mailbox.*` Failure. */
export async function translated<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw toMailboxFailure(error);
  }
}
