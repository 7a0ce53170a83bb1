import { chmodSync, mkdirSync, statSync, writeFileSync } from 'node:fs';
import type { Archive, ReplyMailboxOf } from '@replyline/contracts';
import {
  startDovecot,
  startTcpProxy,
  type DovecotOptions,
  type RunningDovecot,
  type TcpProxy,
} from '@replyline/local-servers';
import type { World } from '@replyline/testing';
import { ImapFlow } from 'imapflow';
import { ArchiveMail } from '../archive-mail/archive-mail.js';
import { mailboxKey, whoseOf } from '../read-mailbox/mailbox-key.js';
import type { Reading } from '../read-mailbox/reading.js';
import type { ServiceUnderTest } from './service-under-test.js';

/** What is different about a mail that was processed, as a column of its row. */
export type Row = Readonly<Record<string, unknown>>;

export type Folder = Readonly<Record<string, readonly string[]>>;

const MAIL = (subject: string): string =>
  `From: alice@example.test\r\nSubject: ${subject}\r\n\r\nThis is ${subject}.\r\n`;

interface Looking {
  readonly epoch?: number;
  readonly stop?: AbortController;
}

const USERS = Array.from({ length: 60 }, (_nothing, index) => `m${index}`);
const servers = new Map<string, Promise<RunningDovecot>>();
let accounts = 0;

/** A new one on the server of this world that has these options. */
async function anAccount(here: World, options: Partial<DovecotOptions>) {
  const name = JSON.stringify(options);
  const dir = `${here.folder()}/dovecot-${[...servers.keys(), name].indexOf(name)}`;
  const users = Object.fromEntries(USERS.map((user) => [user, 'secret']));
  const starting =
    servers.get(name) ?? startDovecot({ dir, domain: 'example.test', users, isForgetful: true, ...options });
  if (!servers.has(name)) here.onEnd(async () => (await starting).stop());
  servers.set(name, starting);
  return { dovecot: await starting, dir, user: USERS[accounts++]! };
}

/** A mailbox of its own on a real server, whose mail was processed, and which is archived when the test says so. */
export class ArchivedMailbox {
  private readonly uids = new Set<number>();
  readonly key: string;

  private constructor(
    private readonly service: ServiceUnderTest,
    private readonly maildir: string,
    private readonly program: ImapFlow,
    readonly cable: TcpProxy,
    readonly settings: ReplyMailboxOf<'imap'>,
    private readonly line: { onSaid: (said: string) => void },
  ) {
    this.key = mailboxKey(whoseOf(settings));
  }

  static async on(
    here: World,
    service: ServiceUnderTest,
    { archive, ...options }: Partial<DovecotOptions> & { readonly archive?: Partial<Archive> } = {},
  ): Promise<ArchivedMailbox> {
    const { dovecot, dir, user } = await anAccount(here, options);
    const line = { onSaid: (said: string): void => void said };
    const admits = (said: Buffer): boolean => (line.onSaid(said.toString()), true);
    const cable = await startTcpProxy({ targetPort: dovecot.ports.imap, admits });
    here.onEnd(() => cable.stop());
    const auth = { user: `${user}@example.test`, pass: 'secret' };
    const program = new ImapFlow({
      host: '127.0.0.1',
      port: dovecot.ports.imap,
      doSTARTTLS: false,
      auth,
      logger: false,
    });
    program.on('error', () => undefined);
    await program.connect();
    here.onEnd(() => program.logout());
    await program.mailboxOpen('INBOX');
    const weekly = { day: 'sunday', timeZone: 'UTC', retentionDays: 30, ...archive } as const;
    const settings = service.mailbox({ user: auth.user, port: cable.port, archive: weekly });
    return new ArchivedMailbox(service, `${dir}/mail/example.test/${user}/Maildir`, program, cable, settings, line);
  }

  /** Puts mail into INBOX that was processed at a time, as the reader leaves it; returns what INBOX has. */
  async processed(at: string, subjects: readonly string[], row: Row = {}): Promise<void> {
    mkdirSync(`${this.maildir}/new`, { recursive: true });
    for (const [index, subject] of subjects.entries())
      writeFileSync(`${this.maildir}/new/${Date.parse(at)}.${this.uids.size + index}.here`, MAIL(subject));
    const { uidValidity } = await this.select('INBOX');
    const mails = await this.program.fetchAll('1:*', { uid: true, size: true, internalDate: true });
    const fresh = mails.filter(({ uid }) => !this.uids.has(uid));
    for (const { uid } of fresh) this.uids.add(uid);
    const processed = { state: 'processed', outcome: 'accept', decided_by: 'accept', decided_at: at, seen_at: at };
    const values = { is_whole: true, ...processed, ...row };
    const columns = Object.keys(values);
    await this.service.db.query(
      `INSERT INTO inbound_mail (mailbox, mail_id, uid_validity, raw, sha256, stored_at, uid, size_bytes, received_at, ${columns.join(', ')})
       SELECT $1, $2::text || ':' || it.uid, $2::bigint, 'raw', '', now(), it.uid, it.size, it.date, ${columns.map((_column, index) => `$${index + 6}`).join(', ')}
       FROM unnest($3::bigint[], $4::bigint[], $5::timestamptz[]) AS it(uid, size, date)`,
      [
        this.key,
        uidValidity,
        fresh.map(({ uid }) => uid),
        fresh.map(({ size }) => size),
        fresh.map(({ internalDate }) => internalDate),
        ...Object.values(values),
      ],
    );
  }

  /** Everything was archived up to then. */
  async doneUntil(at: string): Promise<void> {
    await this.service.db.query(
      `INSERT INTO archive_schedule VALUES ($1, $2) ON CONFLICT (mailbox) DO UPDATE SET done_until = excluded.done_until`,
      [this.key, at],
    );
  }

  /** What the reader of the mailbox has done when a look is due. */
  async look({ epoch, stop = new AbortController() }: Looking = {}): Promise<void> {
    await this.service.app.get(ArchiveMail).look(this.settings, await this.reading(epoch), stop.signal);
  }

  /** As the reader does it, until it is told to stop. */
  async whileReading(stop: AbortController): Promise<void> {
    await this.service.app.get(ArchiveMail).whileReading(this.settings, await this.reading(), stop.signal);
  }

  /** Somebody puts a mail into a folder, at this very moment. */
  drop(path: string, subject: string): void {
    const folder = `${this.maildir}/.${path.replace('/', '.')}/new`;
    mkdirSync(folder, { recursive: true });
    writeFileSync(`${folder}/1.dropped.here`, MAIL(subject));
  }

  /** The account may make no more folders, until what is returned is called. */
  refuseFolders(): () => void {
    const { mode } = statSync(this.maildir);
    chmodSync(this.maildir, 0o555);
    return () => chmodSync(this.maildir, mode);
  }

  /** A folder that is there and that the server cannot open, until what is returned is called. */
  shut(path: string): () => void {
    const folder = `${this.maildir}/.${path.replace('/', '.')}`;
    const { mode } = statSync(folder);
    chmodSync(folder, 0o000);
    return () => chmodSync(folder, mode);
  }

  async reading(epoch?: number): Promise<Reading> {
    const [row] = await this.service.db.query(`SELECT epoch FROM lease WHERE name = 'reply-mailbox'`);
    return { mailbox: this.key, document: 'reply-mailbox', epoch: epoch ?? Number(row.epoch) };
  }

  /** Which mails stand where; folders without mail included. `\Deleted` is shown. */
  async folders(): Promise<Folder> {
    const found: Record<string, string[]> = {};
    for (const { path } of await this.program.list())
      if (/inbox$|\d$/i.test(path)) found[path] = await this.subjectsIn(path);
    return found;
  }

  /** As somebody with a mail program. */
  async asMailProgram<T>(path: string, work: (program: ImapFlow) => Promise<T>): Promise<T> {
    await this.select(path);
    return work(this.program);
  }

  /** Tells what the archive says to the server, before the server hears it. */
  onSaid(hear: (said: string) => void): void {
    this.line.onSaid = hear;
  }

  async runs(): Promise<Record<string, unknown>[]> {
    return this.service.db.query(
      `SELECT kind, week, due_at, ended_at IS NOT NULL AS ended, mails, missing, flagged, kept, trouble FROM archive_run
       WHERE mailbox = $1 ORDER BY due_at, kind`,
      [this.key],
    );
  }

  private select(path: string) {
    // Again, because a server may tell a session that has it open about new mail later.
    return this.program.mailboxOpen(path);
  }

  private async subjectsIn(path: string): Promise<string[]> {
    const { exists } = await this.select(path);
    const mails = exists === 0 ? [] : await this.program.fetchAll('1:*', { envelope: true, flags: true });
    return mails
      .map(({ envelope, flags }) => `${envelope?.subject}${flags?.has('\\Deleted') ? ' \\Deleted' : ''}`)
      .sort();
  }
}
