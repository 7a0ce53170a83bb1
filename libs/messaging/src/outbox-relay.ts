import { setTimeout as elapse } from 'node:timers/promises';
import { Injectable, Logger, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { NatsLink } from './nats-link.js';
import { DOCUMENTS, OutboxSession, type Pending } from './outbox-session.js';
import { Prune } from './prune.js';
import { StreamPublisher } from './stream-publisher.js';

/** The safety net behind NOTIFY, and how soon a standby notices that the active relay is gone. */
const POLL_MS = 1_000;
/** Where much is going on, fewer and larger batches cost less than the wait; who is alone does not wait. */
const GATHER_MS = 20;

/** Carries committed outbox rows to NATS. One replica does it; the others stand by and take over within a second. */
@Injectable()
export class OutboxRelay implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly logger = new Logger('Outbox');
  private stopping = false;
  private running: Promise<void> = Promise.resolve();
  private isWanted = false;
  private resume: () => void = () => undefined;
  /** When the first of those that failed is due, by the clock of this process. */
  private dueAt = Infinity;

  constructor(
    private readonly db: DataSource,
    private readonly link: NatsLink,
    private readonly publisher: StreamPublisher,
    private readonly prune: Prune,
  ) {}

  onApplicationBootstrap(): void {
    this.link.onReconnect(() => this.wake());
    this.running = this.run();
  }

  async onApplicationShutdown(): Promise<void> {
    this.stopping = true;
    this.wake();
    await this.running;
  }

  /** One session after another: a session ends when its database connection does. */
  private async run(): Promise<void> {
    while (!this.stopping) {
      await this.session().catch((error: unknown) => {
        if (!this.stopping) this.logger.warn({ err: error }, 'interrupted, going on in a moment');
      });
      if (!this.stopping) await this.pause();
    }
  }

  private async session(): Promise<void> {
    const { url } = this.db.options as { url?: string };
    const session = await OutboxSession.open(url, () => this.wake());
    try {
      let active = false;
      while (!this.stopping && !session.broken) {
        active ||= await session.becomeActive();
        if (active) await this.relay(session);
        await this.pause();
      }
      if (active && !session.broken) await this.relay(session);
      if (session.broken) throw session.broken;
    } finally {
      session.end();
    }
  }

  /** Publishes all that is due; what is committed meanwhile is due too. */
  private async relay(session: OutboxSession): Promise<void> {
    // Each row would fail, each second, with a line in the log. The link says when the broker is there again.
    if (!this.link.isConnected()) return;
    let published: string[] = [];
    do {
      this.isWanted = false;
      published = await this.publishAll(session, await session.next(published));
      if (published.length > 1 && !this.stopping) await elapse(GATHER_MS);
    } while (published.length > 0);
    this.prune.begin();
  }

  /** Resolves with those that were published. A row that fails is left for later, so that it holds up no other. */
  private async publishAll(session: OutboxSession, rows: readonly Pending[]): Promise<string[]> {
    const published: string[] = [];
    const failed: string[] = [];
    const inFlight: Promise<unknown>[] = [];
    for (const row of rows) {
      const publish = this.publisher.publish(row).then(
        () => published.push(row.seq),
        (error: unknown) => failed.push(row.seq) && this.logger.warn({ err: error, seq: row.seq }, 'not published'),
      );
      inFlight.push(publish);
      // An older text of a document must never overtake a newer one, so each document waits for its answer.
      if (row.subject.startsWith(DOCUMENTS)) await publish;
      if (failed.length > 0) break;
    }
    await Promise.all(inFlight);
    if (failed.length > 0) await this.leaveForLater(session, failed);
    return published;
  }

  /** While the broker is away every row fails, and none of them is to blame. */
  private async leaveForLater(session: OutboxSession, failed: readonly string[]): Promise<void> {
    if (!this.link.isConnected()) return;
    const dueInMs = await session.leaveForLater(failed);
    this.dueAt = Math.min(this.dueAt, performance.now() + Math.ceil(dueInMs ?? POLL_MS));
  }

  /** Something was committed, or the broker is back. Counts also while a batch is being published, which may not have seen it. */
  private wake(): void {
    this.isWanted = true;
    this.resume();
  }

  private async pause(): Promise<void> {
    if (!this.isWanted) {
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, Math.max(0, Math.min(POLL_MS, this.dueAt - performance.now())));
        this.resume = () => (clearTimeout(timer), resolve());
      });
    }
    if (this.dueAt <= performance.now()) this.dueAt = Infinity;
    this.isWanted = false;
  }
}
