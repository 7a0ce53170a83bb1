import { Injectable, Logger, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { isGone, Liveness } from './liveness.js';

/** How often a process says that it still needs what it holds, and hears who else would like it. */
const RENEW_MS = 1_000;
/**
 * A process that could not say so for this long gives up everything by itself. PostgreSQL takes eleven seconds to notice
 * a host that is gone (`Liveness`), and only then is a slot given to somebody else.
 */
const GUARD_MS = 7_500;
const WATCH_MS = 250;
/**
 * How long a slot is kept for a process that lives and says nothing, because it is frozen: what it has open stays open.
 * Servers hang up on who is silent for five minutes (RFC 5321 §4.5.3.2.7).
 */
const FROZEN = `interval '6 minutes'`;
/** The other side counts what we have closed a moment longer than we do. */
const COOLING_MS = 100;
/**
 * A process whose connection to PostgreSQL broke looks like one that was killed. It has this long to say that it lives, in
 * which whatever its slots stand for goes on; then it gives them up, and only after that others take them.
 */
const EXPLAIN_MS = 1_000;
const EXPLAIN_EVERY_MS = 20;
const GONE_MS = 2_000;
const GIVE_BACK_MS = 1_000;
const GIVE_BACK_EVERY_MS = 20;
/** Whoever would like a slot waits for one that cools off, not for one that is in use. */
const LONGEST_COOLING_MS = 2 * COOLING_MS;

export interface Slot {
  /** Aborted when the slot may be somebody else's soon: what it stands for must be ended at once. */
  readonly signal: AbortSignal;
  /** Calls back when somebody who has none waits for one: give it back when it is not in use. */
  onWanted(wanted: () => void): void;
  /** After what it stands for has ended. */
  release(): void;
}

/** What may be had of a thing: at most `most` at a time, counted over all replicas. */
export interface SlotsOf {
  readonly name: string;
  readonly most: number;
}

/**
 * A thing of which there may be only so many among all replicas, such as connections to one server. Different users may
 * think differently of how many there are: each gets none but the first `most`.
 */
@Injectable()
export class Slots implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly logger = new Logger('Slots');
  private readonly held = new Set<HeldSlot>();
  private readonly known = new Set<string>();
  private readonly timers: NodeJS.Timeout[] = [];
  private isRenewing = false;
  private releasing = 0;

  constructor(
    private readonly db: DataSource,
    private readonly liveness: Liveness,
  ) {
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
    await this.provide(what);
    const first = await this.tryTake(what);
    if (first) return first;
    await this.buryTheDead(what);
    const coolingMs = await this.cooling(what);
    if (coolingMs === undefined) return undefined;
    await new Promise((resume) => setTimeout(resume, coolingMs));
    return this.tryTake(what);
  }

  /** Asks whoever holds the most for what it has held longest. It gives that back when it is not in use. */
  async want({ name, most }: SlotsOf): Promise<void> {
    await this.db.query(
      `UPDATE slot SET is_wanted = true WHERE name = $1 AND number = (
         SELECT number FROM slot WHERE name = $1 AND number <= $2 AND owner IS NOT NULL
           AND NOT EXISTS (SELECT 1 FROM slot WHERE name = $1 AND number <= $2 AND is_wanted)
         ORDER BY (SELECT count(*) FROM slot its WHERE its.name = $1 AND its.owner = slot.owner) DESC, taken_at LIMIT 1)`,
      [name, most],
    );
  }

  /** Resolves when everything is given back, for whoever stops: others need not find out. Waits for a second at most. */
  async givenBack(): Promise<void> {
    const deadline = performance.now() + GIVE_BACK_MS;
    while (this.held.size + this.releasing > 0 && performance.now() < deadline) {
      await new Promise((resume) => setTimeout(resume, GIVE_BACK_EVERY_MS));
    }
  }

  private async tryTake({ name, most }: SlotsOf): Promise<Slot | undefined> {
    const { owner, isAlive } = this.liveness;
    // Others would take it from a name that they cannot see.
    if (!isAlive) return undefined;
    const askedAt = performance.now();
    const [rows]: [{ number: number; epoch: string }[]] = await this.db.query(
      `UPDATE slot SET owner = $3, epoch = epoch + 1, taken_at = now(), free_at = now() + ${FROZEN}, is_wanted = false
       WHERE name = $1 AND number = (
         SELECT number FROM slot WHERE name = $1 AND number <= $2 AND free_at <= now()
         ORDER BY number LIMIT 1 FOR UPDATE SKIP LOCKED)
       RETURNING number, epoch`,
      [name, most, owner],
    );
    if (!rows[0]) return undefined;
    const slot = new HeldSlot({ name, ...rows[0] }, askedAt, (it) => void this.release(it));
    this.held.add(slot);
    // A name that others believe to be gone holds nothing, however late the answer came.
    if (owner !== this.liveness.owner) this.lose([slot], 'taken under a name that is gone');
    return slot;
  }

  /** What a killed process held is free soon after PostgreSQL has noticed. */
  private async buryTheDead({ name, most }: SlotsOf): Promise<void> {
    await this.db.query(
      `UPDATE slot SET owner = NULL, is_wanted = false, free_at = now() + $4 * interval '1 ms'
       WHERE name = $1 AND number <= $2 AND owner <> $3 AND ${isGone('owner')}`,
      [name, most, this.liveness.owner, GONE_MS],
    );
  }

  private async cooling({ name, most }: SlotsOf): Promise<number | undefined> {
    const [row]: { ms: number | null }[] = await this.db.query(
      `SELECT extract(epoch FROM min(free_at) - now())::float8 * 1000 AS ms FROM slot
       WHERE name = $1 AND number <= $2 AND owner IS NULL`,
      [name, most],
    );
    return row?.ms == null || row.ms > LONGEST_COOLING_MS ? undefined : Math.max(row.ms, 0) + 1;
  }

  private async provide({ name, most }: SlotsOf): Promise<void> {
    const key = `${most} ${name}`;
    if (this.known.has(key)) return;
    await this.db.query(
      `INSERT INTO slot (name, number) SELECT $1, number FROM generate_series(1, $2::int) number ON CONFLICT DO NOTHING`,
      [name, most],
    );
    this.known.add(key);
  }

  private async release(slot: HeldSlot): Promise<void> {
    this.held.delete(slot);
    this.releasing += 1;
    const { name, number, epoch } = slot.row;
    await this.db
      .query(
        `UPDATE slot SET owner = NULL, is_wanted = false, free_at = now() + $4 * interval '1 ms'
         WHERE name = $1 AND number = $2 AND epoch = $3`,
        [name, number, epoch, COOLING_MS],
      )
      // Whoever counts it as ours will see that it is not renewed.
      .catch((error: unknown) => this.logger.warn({ err: error, slot: name }, 'a slot could not be given back'))
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

  /** Nobody else has had a slot in between whose epoch is still the same. */
  private async renewAll(slots: readonly HeldSlot[]): Promise<void> {
    const { owner, isAlive } = this.liveness;
    if (!isAlive) return;
    const askedAt = performance.now();
    const [rows]: [{ name: string; number: number; is_wanted: boolean }[]] = await this.db.query(
      `UPDATE slot SET owner = $4, free_at = now() + ${FROZEN}
       WHERE (name, number, epoch) IN (SELECT * FROM unnest($1::text[], $2::smallint[], $3::bigint[]))
       RETURNING name, number, is_wanted`,
      [...(['name', 'number', 'epoch'] as const).map((column) => slots.map(({ row }) => row[column])), owner],
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

interface SlotRow {
  readonly name: string;
  readonly number: number;
  readonly epoch: string;
}

class HeldSlot implements Slot {
  private readonly lost = new AbortController();
  private readonly listeners: (() => void)[] = [];
  private isWanted = false;
  private isReleased = false;
  /** Until when others do not take it although they think that its holder is gone. */
  doubtedUntil = Infinity;

  constructor(
    readonly row: SlotRow,
    /** When the statement that made or kept it ours was begun, by a clock that never goes back. */
    public renewedAt: number,
    private readonly giveBack: (slot: HeldSlot) => void,
  ) {}

  get signal(): AbortSignal {
    return this.lost.signal;
  }

  onWanted(wanted: () => void): void {
    this.listeners.push(wanted);
    if (this.isWanted) wanted();
  }

  release(): void {
    if (this.isReleased) return;
    this.isReleased = true;
    this.giveBack(this);
  }

  renewed(at: number, isWanted: boolean): void {
    this.renewedAt = at;
    this.doubtedUntil = Infinity;
    if (!isWanted || this.isWanted) return;
    this.isWanted = true;
    for (const wanted of this.listeners) wanted();
  }

  lose(): void {
    this.lost.abort();
  }
}
