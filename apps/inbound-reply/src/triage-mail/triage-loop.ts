import { Injectable, Logger, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import { DueMail } from './due-mail.js';
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

  /** Decides one mail; an error of ours postpones it and is nobody else's trouble. */
  async decide(id: string): Promise<void> {
    try {
      await this.triage.decide(id);
    } catch (error) {
      this.logger.error({ inboundMailId: id, err: error }, 'a mail could not be decided');
      await this.triage.postpone(id);
    }
  }

  /** Decides several together; where one of them makes trouble, each on its own. */
  async decideAll(ids: readonly string[]): Promise<void> {
    const left = ids.length > 1 ? await this.triage.decideAll(ids).catch(() => ids) : ids;
    for (const id of left) await this.decide(id);
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
    return ids.length === BATCH;
  }

  private pause(): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, LOOK_MS);
      this.wake = () => (clearTimeout(timer), resolve());
    });
  }
}
