import { Injectable } from '@nestjs/common';

export type Check = () => boolean | Promise<boolean>;

/** A check that takes longer counts as failed: probes have deadlines of their own. */
const CHECK_TIMEOUT_MS = 2_000;

/** What must hold for a replica to be given work. */
@Injectable()
export class Readiness {
  private readonly checks = new Map<string, Check>();
  private readonly end = new AbortController();

  /** Aborted when the service begins to stop: loops that take work end here. */
  readonly stopping: AbortSignal = this.end.signal;

  /** `name` is what an operator reads when the check fails. */
  require(name: string, check: Check): void {
    this.checks.set(name, check);
  }

  /** From here on the replica is not ready, whatever the checks say. */
  beginStopping(): void {
    this.end.abort();
  }

  /** The names of what is missing; none when ready. */
  async missing(): Promise<string[]> {
    const results = await Promise.all(
      [...this.checks].map(async ([name, check]) => ((await holds(check)) ? [] : [name])),
    );
    return [...(this.stopping.aborted ? ['stopping'] : []), ...results.flat()];
  }
}

async function holds(check: Check): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<boolean>((resolve) => (timer = setTimeout(() => resolve(false), CHECK_TIMEOUT_MS)));
  try {
    return await Promise.race([late, Promise.resolve().then(check)]);
  } catch {
    return false;
  } finally {
    clearTimeout(timer);
  }
}
