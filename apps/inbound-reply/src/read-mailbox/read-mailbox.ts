import { once } from 'node:events';
import { ReplyMailboxDocument, type ReplyMailbox } from '@replyline/contracts';
import { Failure } from '@replyline/errors';
import { Leases, type Held } from '@replyline/leases';
import { Documents } from '@replyline/messaging';
import { connectImap, superviseMailbox, type MailboxConnection } from '@replyline/providers/imap';
import { connectGraph, type GraphReading, type Pause } from '@replyline/providers/microsoft';
import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { ArchiveMail } from '../archive-mail/archive-mail.js';
import { GraphSubscriptions } from '../graph-notifications/graph-subscriptions.js';
import { NoteReading } from '../show-mailboxes/note-reading.js';
import { TriageLoop } from '../triage-mail/triage-loop.js';
import { MailboxEndpoints } from './mailbox-endpoint.js';
import { MailboxHealth } from './mailbox-health.js';
import { mailboxKey, whoseOf } from './mailbox-key.js';
import type { Reading } from './reading.js';
import { TakeIn } from './take-in.js';
import { Wakes } from './wakes.js';

/** Spreads what several readers do at the same moment. */
export class Chance {
  constructor(readonly next: () => number) {}
}

/** Reads each reply mailbox while this replica holds its lease, the way the settings say at each moment. */
@Injectable()
export class ReadMailbox implements OnApplicationBootstrap {
  /** By the key of the settings: ends the reading that follows settings which are not the newest any more. */
  private readonly changes = new Map<string, AbortController>();
  private readonly wakes = new Wakes();

  constructor(
    private readonly leases: Leases,
    private readonly documents: Documents,
    private readonly takeIn: TakeIn,
    private readonly health: MailboxHealth,
    private readonly note: NoteReading,
    private readonly endpoints: MailboxEndpoints,
    private readonly chance: Chance,
    private readonly archive: ArchiveMail,
    private readonly subscriptions: GraphSubscriptions,
    private readonly triage: TriageLoop,
  ) {}

  onApplicationBootstrap(): void {
    this.triage.onToVisit((mailboxes) => mailboxes.forEach((mailbox) => this.wakes.wake(mailbox)));
    this.documents.onChange(ReplyMailboxDocument, (name) => this.follow(name));
    const names = this.documents.all(ReplyMailboxDocument).map(({ id }) => id);
    for (const name of new Set([undefined, ...names])) this.follow(name);
  }

  /** A mailbox that was removed keeps its lease and is not read; it may be set up again. */
  private follow(name: string | undefined): void {
    const document = ReplyMailboxDocument.key(name);
    const change = this.changes.get(document);
    if (change) return change.abort();
    this.changes.set(document, new AbortController());
    this.leases.hold(document, (held) => this.readWhileHeld(name, held));
  }

  /** A change of the settings ends the connection, and the next one is made with what they say then. */
  private async readWhileHeld(name: string | undefined, { epoch, signal }: Held): Promise<void> {
    const document = ReplyMailboxDocument.key(name);
    while (!signal.aborted) {
      const change = new AbortController();
      this.changes.set(document, change);
      const settings = this.documents.get(ReplyMailboxDocument, name);
      const until = AbortSignal.any([signal, change.signal]);
      if (settings?.enabled) await this.read(settings, { document, epoch }, until);
      else if (!until.aborted) await once(until, 'abort');
    }
  }

  private async read(settings: ReplyMailbox, held: Omit<Reading, 'mailbox'>, signal: AbortSignal): Promise<void> {
    const reading: Reading = { mailbox: mailboxKey(whoseOf(settings)), ...held };
    const archiving = this.archive.whileReading(settings, reading, signal);
    const news = this.subscriptions.newsOf(reading.mailbox, signal);
    const onPause = (pause: Pause) => this.note.waits(reading, pause);
    const supervision = {
      connect: () => this.connect(settings, reading, { signal, news, onPause }),
      visit: (mailbox: MailboxConnection) => this.takeIn.visit(mailbox, reading, signal),
      onHealthy: () => this.healthy(settings, reading, signal),
      onTrouble: (error: unknown, failures: number) => this.trouble(reading, error, failures),
      pollMs: settings.pollIntervalSeconds * 1_000,
      random: this.chance.next,
    };
    await this.wakes.during(reading.mailbox, (onWaking) => superviseMailbox({ ...supervision, onWaking }, signal));
    await archiving;
  }

  private async connect(settings: ReplyMailbox, reading: Reading, way: GraphReading): Promise<MailboxConnection> {
    try {
      if (settings.kind !== 'microsoft-graph') return await connectImap(this.endpoints.imap(settings), way.signal);
      return await connectGraph(this.endpoints.graph(settings), way);
    } catch (error) {
      this.takeIn.connectionFailed(reading);
      throw error;
    }
  }

  private async healthy(settings: ReplyMailbox, reading: Reading, signal: AbortSignal): Promise<void> {
    await this.health.healthy(reading);
    await this.note.read(reading);
    if (settings.kind !== 'microsoft-graph') return;
    await this.subscriptions.keep(reading.mailbox, this.endpoints.graph(settings), signal);
  }

  /** A connection that breaks and comes back at once is everyday; what an admin has to mend is said at once. */
  private async trouble(reading: Reading, error: unknown, failures: number): Promise<void> {
    const isForAdmin = error instanceof Failure && error.disposition === 'park';
    if (error instanceof Failure && error.code === 'lease.lost') return;
    if (isForAdmin || failures > 1) await this.health.unhealthy(reading, error);
  }
}
