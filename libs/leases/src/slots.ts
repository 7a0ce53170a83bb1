import { Injectable, Logger, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { HeldSlot, type Slot, type SlotRow } from './held-slot.js';
import { Liveness } from './liveness.js';
import { SlotTable, type SlotsOf } from './slot-table.js';

/** How often a process says that it still needs what it holds, and hears who else would like it. */
const RENEW_MS = 1_000;
/**
 * A process that could not say so for this long gives up everything by itself. PostgreSQL takes eleven seconds to notice
 * a host that is gone (`Liveness`), and only then is a slot given to somebody else.
 */
const GUARD_MS = 7_500;
const WATCH_MS = 250;
/**
 * A process whose connection to PostgreSQL broke looks like one that was killed. It has this long to say that it lives, in
 * which whatever its slots stand for goes on; then it gives them up, and only after that others take them.
 */
const EXPLAIN_MS = 1_000;
const EXPLAIN_EVERY_MS = 20;
const GIVE_BACK_MS = 1_000;
const GIVE_BACK_EVERY_MS = 20;

/**
 * A thing of which there may be only so many among all replicas, such as connections to one server. Different users may
 * think differently of how many there are: each gets none but the first `most`.
 */
@Injectable()
export class Slots implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly logger = new Logger('Slots');
  private readonly held = new Set<HeldSlot>();
  private readonly table: SlotTable;
  private readonly timers: NodeJS.Timeout[] = [];
  private isRenewing = false;
  private releasing = 0;

  constructor(
    db: DataSource,
    private readonly liveness: Liveness,
  ) {
    this.table = new SlotTable(db);
    liveness.onLost(() => void this.explain());
  }

  onApplicationBootstrap(): void {
    this.timers.push(setInterval(() => void this.renew(), RENEW_MS).unref());
    this.timers.push(setInterval(() => this.watch(), WATCH_MS).unref());
  }

  onApplicationShutdown(): void {
    for (const timer of this.timers) clearInterval(timer);
  }

  /** `undefined` when all are in use. Waits for one that has just been given back, and for no other. */
  async take(what: SlotsOf): Promise<Slot | undefined> {
    await this.table.provide(what);
    const first = await this.tryTake(what);
    if (first) return first;
    await this.table.bury(what, this.liveness.owner, this.rows);
    const coolingMs = await this.table.cooling(what);
    if (coolingMs === undefined) return undefined;
    await new Promise((resume) => setTimeout(resume, coolingMs));
    return this.tryTake(what);
  }

  /** Asks whoever holds the most for what it has held longest. It gives that back when it is not in use. */
  want(what: SlotsOf): Promise<void> {
    return this.table.want(what);
  }

  /** Resolves when everything is given back, for whoever stops: others need not find out. Waits for a second at most. */
  async givenBack(): Promise<void> {
    const deadline = performance.now() + GIVE_BACK_MS;
    while (this.held.size + this.releasing > 0 && performance.now() < deadline) {
      await new Promise((resume) => setTimeout(resume, GIVE_BACK_EVERY_MS));
    }
  }

  private get rows(): SlotRow[] {
    return [...this.held].map(({ row }) => row);
  }

  private async tryTake(what: SlotsOf): Promise<Slot | undefined> {
    const { owner, isAlive } = this.liveness;
    // Others would take it from a name that they cannot see.
    if (!isAlive) return undefined;
    const askedAt = performance.now();
    const row = await this.table.take(what, owner);
    if (!row) return undefined;
    const slot = new HeldSlot(row, askedAt, (it) => void this.release(it));
    this.held.add(slot);
    // A name that others believe to be gone holds nothing, however late the answer came.
    if (owner !== this.liveness.owner) this.lose([slot], 'taken under a name that is gone');
    return slot;
  }

  private async release(slot: HeldSlot): Promise<void> {
    this.held.delete(slot);
    this.releasing += 1;
    await this.table
      .release(slot.row)
      // Whoever counts it as ours will see that it is not renewed.
      .catch((error: unknown) =>
        this.logger.warn({ err: error, slot: slot.row.name }, 'a slot could not be given back'),
      )
      .finally(() => (this.releasing -= 1));
  }

  private async renew(): Promise<void> {
    const slots = [...this.held].filter(({ signal }) => !signal.aborted);
    if (this.isRenewing || slots.length === 0) return;
    this.isRenewing = true;
    try {
      await this.renewAll(slots);
    } catch (error) {
      this.logger.warn({ err: error }, 'slots could not be renewed, trying again');
    } finally {
      this.isRenewing = false;
    }
  }

  /** Keeps what is held under the new name of this process, if that is known in time. */
  private async explain(): Promise<void> {
    const slots = [...this.held];
    const deadline = performance.now() + EXPLAIN_MS;
    for (const slot of slots) slot.doubtedUntil = deadline;
    while (slots.some(({ doubtedUntil }) => doubtedUntil === deadline) && performance.now() < deadline) {
      await new Promise((resume) => setTimeout(resume, EXPLAIN_EVERY_MS));
      if (this.liveness.isAlive) await this.renew();
    }
  }

  private async renewAll(slots: readonly HeldSlot[]): Promise<void> {
    const { owner, isAlive } = this.liveness;
    if (!isAlive) return;
    const askedAt = performance.now();
    const rows = await this.table.renew(
      slots.map(({ row }) => row),
      owner,
    );
    if (owner !== this.liveness.owner) return;
    for (const slot of slots.filter((it) => this.held.has(it))) {
      const row = rows.find(({ name, number }) => name === slot.row.name && number === slot.row.number);
      if (!row) this.lose([slot], 'somebody else has it');
      else slot.renewed(askedAt, row.is_wanted);
    }
  }

  private watch(): void {
    const now = performance.now();
    const late = [...this.held].filter((it) => now - it.renewedAt > GUARD_MS || now > it.doubtedUntil);
    this.lose(late, 'could not be renewed in time');
  }

  private lose(slots: readonly HeldSlot[], why: string): void {
    const losing = slots.filter(({ signal }) => !signal.aborted);
    if (losing.length > 0) this.logger.warn({ slots: losing.length, why }, 'giving up slots');
    for (const slot of losing) slot.lose();
  }
}
