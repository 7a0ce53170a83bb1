import { Failure } from '@replyline/errors';
import { Injectable, Logger, type BeforeApplicationShutdown } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { isGone, Liveness } from './liveness.js';

/** How long a holder that has frozen keeps others out. */
const TTL_MS = 9_000;
const RENEW_MS = 3_000;
/** How often a replica without the lease tries to get it. */
const TRY_MS = 250;
/** And while PostgreSQL refuses to give any: it may be a defect, which does not pass by asking. */
const LONGEST_TRY_MS = 4_000;
/** The holder stops this long before others may begin, because its clock is read a moment later. */
const MARGIN_MS = 1_500;

/**
 * SQL that lets PostgreSQL end the rest of a transaction whose process says nothing more for this long. One that is frozen in
 * the middle keeps its locks, and who takes over would wait for them until it wakes.
 */
export const ENDS_WHEN_FROZEN = `set_config('idle_in_transaction_session_timeout', '5s', true)`;

export interface Held {
  /** Grows with each change of holder; goes into `fence`. */
  readonly epoch: number;
  /** Aborted when the lease is lost or the process stops: nothing more may be begun. */
  readonly signal: AbortSignal;
}

/** One holder of a thing among all replicas. Correctness comes from `fence`; the lease only spares vain work. */
@Injectable()
export class Leases implements BeforeApplicationShutdown {
  private readonly logger = new Logger('Leases');
  private readonly stop = new AbortController();
  private readonly running = new Set<Promise<void>>();

  constructor(
    private readonly db: DataSource,
    private readonly liveness: Liveness,
  ) {}

  /** Runs `work` whenever this process holds `name`, until the process stops. `work` ends soon after its signal aborts. */
  hold(name: string, work: (held: Held) => Promise<void>): void {
    const running = this.contend(name, work).finally(() => this.running.delete(running));
    this.running.add(running);
  }

  /**
   * Throws `lease.lost` unless the lease is still at this epoch. Inside the transaction of a write, it makes a holder
   * that was frozen meanwhile write nothing.
   */
  async fence(tx: EntityManager, name: string, epoch: number): Promise<void> {
    const rows: unknown[] = await tx.query(
      `SELECT ${ENDS_WHEN_FROZEN} FROM lease WHERE name = $1 AND epoch = $2 FOR SHARE`,
      [name, epoch],
    );
    if (rows.length === 0) throw new Failure('lease.lost', { epoch });
  }

  /** Resolves when the work in hand is finished and every lease is free. */
  async beforeApplicationShutdown(): Promise<void> {
    this.stop.abort();
    await Promise.allSettled(this.running);
  }

  private async contend(name: string, work: (held: Held) => Promise<void>): Promise<void> {
    for (let failures = 0; !this.stop.signal.aborted;) {
      const owner = this.liveness.owner;
      const taken = await this.take(name, owner).then(
        (epoch) => ({ epoch }),
        (error: unknown) => this.notTaken(name, error, failures),
      );
      failures = taken ? 0 : failures + 1;
      if (taken?.epoch !== undefined) await this.work({ name, owner, epoch: taken.epoch }, work);
      await pause(Math.min(LONGEST_TRY_MS, TRY_MS * 2 ** failures), this.stop.signal);
    }
  }

  /** Said once, until a lease can be asked for again. */
  private notTaken(lease: string, err: unknown, failures: number): undefined {
    if (failures === 0) this.logger.warn({ lease, err }, 'a lease cannot be asked for, trying on');
  }

  private async work(it: Taken, work: (held: Held) => Promise<void>): Promise<void> {
    const lost = new AbortController();
    const signal = AbortSignal.any([lost.signal, this.stop.signal]);
    const forget = this.liveness.onLost(() => lost.abort());
    const renewing = this.renewUntil(it, lost);
    try {
      // The process may have begun to stop, and PostgreSQL has given it the lease all the same.
      if (!signal.aborted) await work({ epoch: it.epoch, signal });
    } catch (error) {
      if (!signal.aborted)
        this.logger.error({ lease: it.name, err: error }, 'the work of a lease ended badly, beginning again');
    } finally {
      lost.abort();
      forget();
      await renewing;
      await this.release(it).catch(() => undefined);
    }
  }

  private async renewUntil(it: Taken, lost: AbortController): Promise<void> {
    let deadline = performance.now() + TTL_MS;
    while (!lost.signal.aborted) {
      await pause(RENEW_MS, lost.signal);
      const before = performance.now();
      if (lost.signal.aborted) return;
      const renewed = await this.renew(it).catch(() => undefined);
      if (renewed) deadline = before + TTL_MS;
      if (renewed === false || performance.now() > deadline - MARGIN_MS) lost.abort();
    }
  }

  /** The new epoch, or `undefined` while somebody who lives holds it. */
  private async take(name: string, owner: string): Promise<number | undefined> {
    return this.db.transaction(async (tx) => {
      await tx.query(`INSERT INTO lease (name, epoch, expires_at) VALUES ($1, 0, now()) ON CONFLICT DO NOTHING`, [
        name,
      ]);
      const [rows]: [{ epoch: string }[]] = await tx.query(
        `UPDATE lease SET owner = $2, epoch = epoch + 1, expires_at = now() + $3 * interval '1 ms'
         WHERE name = $1 AND (owner IS NULL OR expires_at < now() OR ${isGone('owner')}) RETURNING epoch`,
        [name, owner, TTL_MS],
      );
      return rows[0] && Number(rows[0].epoch);
    });
  }

  private async renew({ name, owner, epoch }: Taken): Promise<boolean> {
    const [, count]: [unknown, number] = await this.db.query(
      `UPDATE lease SET expires_at = now() + $4 * interval '1 ms' WHERE name = $1 AND owner = $2 AND epoch = $3`,
      [name, owner, epoch, TTL_MS],
    );
    return count === 1;
  }

  private async release({ name, owner, epoch }: Taken): Promise<void> {
    await this.db.query(`UPDATE lease SET owner = NULL WHERE name = $1 AND owner = $2 AND epoch = $3`, [
      name,
      owner,
      epoch,
    ]);
  }
}

interface Taken {
  readonly name: string;
  readonly owner: string;
  readonly epoch: number;
}

const pause = (delayMs: number, signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    if (signal.aborted) return resolve();
    const done = () => (clearTimeout(timer), signal.removeEventListener('abort', done), resolve());
    const timer = setTimeout(done, delayMs);
    signal.addEventListener('abort', done);
  });
