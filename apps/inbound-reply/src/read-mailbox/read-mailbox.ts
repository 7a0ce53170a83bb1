import { once } from 'node:events';
import { ReplyMailboxDocument, type ReplyMailbox } from '@replyline/contracts';
import { Failure } from '@replyline/errors';
import { Leases, type Held } from '@replyline/leases';
import { Documents } from '@replyline/messaging';
import { connectImap, superviseMailbox, type MailboxConnection } from '@replyline/providers/imap';
import { connectGraph, type GraphReading } from '@replyline/providers/microsoft';
import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { GraphSubscriptions } from '../graph-notifications/graph-subscriptions.js';
import { MailboxEndpoints } from './mailbox-endpoint.js';
import { MailboxHealth } from './mailbox-health.js';
import { mailboxKey, whoseOf } from './mailbox-key.js';
import { READER_LEASE, type Reading } from './reading.js';
import { TakeIn } from './take-in.js';

/** Spreads what several readers do at the same moment. */
export class Chance {
  constructor(readonly next: () => number) {}
}

/** Reads the reply mailbox while this replica holds its lease, the way the settings say at each moment. */
@Injectable()
export class ReadMailbox implements OnApplicationBootstrap {
  private change = new AbortController();

  constructor(
    private readonly leases: Leases,
    private readonly documents: Documents,
    private readonly takeIn: TakeIn,
    private readonly health: MailboxHealth,
    private readonly endpoints: MailboxEndpoints,
    private readonly chance: Chance,
    private readonly subscriptions: GraphSubscriptions,
  ) {}

  onApplicationBootstrap(): void {
    this.documents.onChange(ReplyMailboxDocument, () => this.change.abort());
    this.leases.hold(READER_LEASE, (held) => this.readWhileHeld(held));
  }

  /** A change of the settings ends the connection, and the next one is made with what they say then. */
  private async readWhileHeld({ epoch, signal }: Held): Promise<void> {
    while (!signal.aborted) {
      this.change = new AbortController();
      const settings = this.documents.get(ReplyMailboxDocument);
      const until = AbortSignal.any([signal, this.change.signal]);
      if (settings?.enabled) await this.read(settings, epoch, until);
      else if (!until.aborted) await once(until, 'abort');
    }
  }

  private read(settings: ReplyMailbox, epoch: number, signal: AbortSignal): Promise<void> {
    const reading: Reading = { mailbox: mailboxKey(whoseOf(settings)), epoch };
    const news = this.subscriptions.newsOf(reading.mailbox, signal);
    return superviseMailbox(
      {
        connect: () => this.connect(settings, { signal, news }),
        visit: (mailbox) => this.takeIn.visit(mailbox, reading, signal),
        onHealthy: () => this.healthy(settings, reading, signal),
        onTrouble: (error, failures) => this.trouble(reading, error, failures),
        pollMs: settings.pollIntervalSeconds * 1_000,
        random: this.chance.next,
      },
      signal,
    );
  }

  private async connect(settings: ReplyMailbox, way: GraphReading): Promise<MailboxConnection> {
    try {
      if (settings.kind !== 'microsoft-graph') return await connectImap(this.endpoints.imap(settings), way.signal);
      return await connectGraph(this.endpoints.graph(settings), way);
    } catch (error) {
      this.takeIn.connectionFailed();
      throw error;
    }
  }

  private async healthy(settings: ReplyMailbox, reading: Reading, signal: AbortSignal): Promise<void> {
    await this.health.healthy(reading);
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
