import type { Logger } from '@nestjs/common';
import { quietly } from './quietly.js';

/** Round after round of the same work, as long as somebody wants another one, and never two at once. */
export class Rounds {
  private running = Promise.resolve();
  private isRunning = false;
  private isWanted = false;
  private isEnded = false;
  private soon: NodeJS.Timeout | undefined;
  private soonAt = 0;

  constructor(
    private readonly round: () => Promise<void>,
    private readonly logger: Logger,
  ) {}

  get isOver(): boolean {
    return this.isEnded;
  }

  /** At once, or behind the round that runs. */
  now(): void {
    this.isWanted = true;
    if (!this.isRunning && !this.isEnded) this.running = quietly(this.logger, () => this.run());
  }

  /** At the latest then. */
  within(delayMs: number): void {
    const at = performance.now() + delayMs;
    if (this.soon && this.soonAt <= at) return;
    clearTimeout(this.soon);
    this.soonAt = at;
    this.soon = setTimeout(() => {
      this.soon = undefined;
      this.now();
    }, delayMs);
  }

  /** No more rounds. Resolves when the last one has ended. */
  end(): Promise<void> {
    this.isEnded = true;
    clearTimeout(this.soon);
    return this.running;
  }

  /** A round that fails is the last one until somebody wants another. */
  private async run(): Promise<void> {
    this.isRunning = true;
    try {
      while (this.isWanted && !this.isEnded) {
        this.isWanted = false;
        await this.round();
      }
    } finally {
      this.isRunning = false;
    }
  }
}
