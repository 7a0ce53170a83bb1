import { codeOf } from '@replyline/errors';
import { Injectable, Logger, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import { DueMail } from './due-mail.js';
import type { StoredMail } from './stored-mail.js';
import { retryAfterSeconds } from './retry-schedule.js';
import { TriageMail } from './triage-mail.js';

/** The safety net behind `poke`. */
const LOOK_MS = 2_000;
const BATCH = 20;

/** Decides what could not be decided when it arrived. Every replica may: the mail's row lock lets one of them act. */
@Injectable()
export class TriageLoop implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger('Triage');
  private stopping = false;
  private running: Promise<void> = Promise.resolve();
  private wake: () => void = () => undefined;
  private wasPoked = false;
  private visit: (mailboxes: readonly string[]) => void = () => undefined;

  constructor(
    private readonly due: DueMail,
    private readonly triage: TriageMail,
  ) {}

  onApplicationBootstrap(): void {
    this.due.onPoke(() => ((this.wasPoked = true), this.wake()));
    this.running = this.run();
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.stopping = true;
    this.wake();
    await this.running;
  }

  /**
   * Hears of mailboxes in which there is something to do: a mail got its verdict after its visit, and is not marked as
   * read there, or one is to be fetched again.
   */
  onToVisit(visit: (mailboxes: readonly string[]) => void): void {
    this.visit = visit;
  }

  /** Decides one mail; an error of ours postpones it and is nobody else's trouble. */
  async decide(id: string): Promise<void> {
    try {
      await this.triage.decide(id);
    } catch (error) {
      await this.leaveForLater(id, error);
    }
  }

  /** Decides several together, when those `before` them are decided; where they make trouble together, each on its own. */
  async decideAll(stored: readonly StoredMail[], before?: Promise<void>): Promise<void> {
    const left = stored.length > 1 ? await this.decideTogether(stored, before) : stored.map(({ id }) => id);
    await before;
    for (const id of left) await this.decide(id);
  }

  /** Resolves with those that are still to be decided. One that failed is not tried again at once: what was away still is. */
  private async decideTogether(stored: readonly StoredMail[], before?: Promise<void>): Promise<readonly string[]> {
    try {
      const { left, failed } = await this.triage.decideAll(stored, before);
      for (const { id, error } of failed) await this.leaveForLater(id, error);
      return left;
    } catch (error) {
      const told = { code: codeOf(error), mails: stored.length, err: error };
      this.logger.warn(told, 'mails could not be decided together, each is decided on its own');
      return stored.map(({ id }) => id);
    }
  }

  private async leaveForLater(id: string, error: unknown): Promise<void> {
    const told = { inboundMailId: id, code: codeOf(error) };
    // Each mail that waits says so each minute of somebody else's outage.
    if (retryAfterSeconds(error) !== undefined) this.logger.warn(told, 'a mail is decided later');
    else this.logger.error({ ...told, err: error }, 'a mail could not be decided');
    await this.triage.postpone(id, error);
  }

  private async run(): Promise<void> {
    while (!this.stopping) {
      this.wasPoked = false;
      const worked = await this.round().catch((error: unknown) => {
        this.logger.warn({ err: error }, 'undecided mail could not be looked at');
        return false;
      });
      if (!worked && !this.wasPoked && !this.stopping) await this.pause();
    }
  }

  private async round(): Promise<boolean> {
    const ids = await this.due.list(BATCH);
    for (const id of ids) if (!this.stopping) await this.decide(id);
    if (ids.length > 0) this.visit(await this.due.unmarkedIn(ids));
    this.visit(await this.due.requestedIn());
    return ids.length === BATCH;
  }

  private pause(): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, LOOK_MS);
      this.wake = () => (clearTimeout(timer), resolve());
    });
  }
}
