import type { DataSource } from 'typeorm';
import type { SlotRow } from './held-slot.js';
import { isGone } from './liveness.js';

/**
 * How long a slot is kept for a process that lives and says nothing, because it is frozen: what it has open stays open.
 * Servers hang up on who is silent for five minutes (RFC 5321 §4.5.3.2.7).
 */
const FROZEN = `interval '6 minutes'`;
/** The other side counts what we have closed a moment longer than we do. */
const COOLING_MS = 100;
const GONE_MS = 2_000;
/** Longer than anybody waits for PostgreSQL to say that he has got a slot. */
const ANSWERED = `interval '1 minute'`;
/** Whoever would like a slot waits for one that cools off, not for one that is in use. */
const LONGEST_COOLING_MS = 2 * COOLING_MS;
/** No slot that was given back or taken from the dead is kept for so long. */
const NEVER_SO_LONG = `interval '10 seconds'`;

/**
 * What nobody holds and is to be free later than that was given back by a clock that went back since, of a PostgreSQL that
 * was put right or that took over from another one. Who holds a slot renews it by the new clock himself.
 */
const IS_FREE = `(free_at <= now() OR (owner IS NULL AND free_at > now() + ${NEVER_SO_LONG}))`;

/** What may be had of a thing: at most `most` at a time, counted over all replicas. */
export interface SlotsOf {
  readonly name: string;
  readonly most: number;
}

interface Renewed extends Omit<SlotRow, 'epoch'> {
  readonly is_wanted: boolean;
}

/** Who has which slot, as all replicas know it. One statement each: between two of them somebody else may have been. */
export class SlotTable {
  private readonly known = new Set<string>();

  constructor(private readonly db: DataSource) {}

  async provide({ name, most }: SlotsOf): Promise<void> {
    const key = `${most} ${name}`;
    if (this.known.has(key)) return;
    await this.db.query(
      `INSERT INTO slot (name, number) SELECT $1, number FROM generate_series(1, $2::int) number ON CONFLICT DO NOTHING`,
      [name, most],
    );
    this.known.add(key);
  }

  async take({ name, most }: SlotsOf, owner: string): Promise<SlotRow | undefined> {
    const [rows]: [Omit<SlotRow, 'name'>[]] = await this.db.query(
      `UPDATE slot SET owner = $3, epoch = epoch + 1, taken_at = now(), free_at = now() + ${FROZEN}, is_wanted = false
       WHERE name = $1 AND number = (
         SELECT number FROM slot WHERE name = $1 AND number <= $2 AND ${IS_FREE}
         ORDER BY number LIMIT 1 FOR UPDATE SKIP LOCKED)
       RETURNING number, epoch`,
      [name, most, owner],
    );
    return rows[0] && { name, ...rows[0] };
  }

  /**
   * What nobody has, whoever it stands under. What a killed process held is free soon after PostgreSQL has noticed; what this
   * one does not know to be its own was taken, or given back, when the database went away before it could say so.
   */
  async bury({ name, most }: SlotsOf, owner: string, held: readonly SlotRow[]): Promise<void> {
    const ours = held.filter((row) => row.name === name).map(({ number }) => number);
    await this.db.query(
      `UPDATE slot SET owner = NULL, is_wanted = false, free_at = now() + $4 * interval '1 ms'
       WHERE name = $1 AND number <= $2 AND CASE WHEN owner = $3
         THEN taken_at < now() - ${ANSWERED} AND number <> ALL($5) ELSE ${isGone('owner')} END`,
      [name, most, owner, GONE_MS, ours],
    );
  }

  /** In how long one that was just given back may be had; `undefined` when there is none. */
  async cooling({ name, most }: SlotsOf): Promise<number | undefined> {
    const [row]: { ms: number | null }[] = await this.db.query(
      `SELECT extract(epoch FROM min(free_at) - now())::float8 * 1000 AS ms FROM slot
       WHERE name = $1 AND number <= $2 AND owner IS NULL`,
      [name, most],
    );
    return row?.ms == null || row.ms > LONGEST_COOLING_MS ? undefined : Math.max(row.ms, 0) + 1;
  }

  /** Asks whoever holds the most for what it has held longest. */
  async want({ name, most }: SlotsOf): Promise<void> {
    await this.db.query(
      `UPDATE slot SET is_wanted = true WHERE name = $1 AND number = (
         SELECT number FROM slot WHERE name = $1 AND number <= $2 AND owner IS NOT NULL
           AND NOT EXISTS (SELECT 1 FROM slot WHERE name = $1 AND number <= $2 AND is_wanted)
         ORDER BY (SELECT count(*) FROM slot its WHERE its.name = $1 AND its.owner = slot.owner) DESC, taken_at LIMIT 1)`,
      [name, most],
    );
  }

  /** Those that are still ours, now under this name. */
  async renew(slots: readonly SlotRow[], owner: string): Promise<Renewed[]> {
    const [rows]: [Renewed[]] = await this.db.query(
      `UPDATE slot SET owner = $4, free_at = now() + ${FROZEN}
       WHERE (name, number, epoch) IN (SELECT * FROM unnest($1::text[], $2::smallint[], $3::bigint[]))
       RETURNING name, number, is_wanted`,
      [...(['name', 'number', 'epoch'] as const).map((column) => slots.map((row) => row[column])), owner],
    );
    return rows;
  }

  /** For good: whoever keeps what is his just then does not keep this one, however late that comes. */
  async release({ name, number, epoch }: SlotRow): Promise<void> {
    await this.db.query(
      `UPDATE slot SET owner = NULL, epoch = epoch + 1, is_wanted = false, free_at = now() + $4 * interval '1 ms'
       WHERE name = $1 AND number = $2 AND epoch = $3`,
      [name, number, epoch, COOLING_MS],
    );
  }
}
