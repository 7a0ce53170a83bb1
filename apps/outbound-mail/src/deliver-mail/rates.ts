import type { SendingProfile } from '@replyline/contracts';
import type { ErrorCode } from '@replyline/errors';
import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { Pauses } from './pauses.js';
import { share, type Used } from './shares.js';

/** The first half of the lock under which a profile is counted; the second is the hash of its id. */
const COUNTING = 78;
const PAUSE: ErrorCode = 'provider.rate_limited';

interface Period {
  readonly name: 'minute' | 'day';
  readonly lasts: string;
  /** What was sent is counted in steps of this; each counts until all of it is older than the period. */
  readonly step: string;
  readonly most: number;
}

/** What limits a profile: any minute and any 24 hours, not those of a clock, as providers count. */
export const periodsOf = ({ messagesPerMinute, messagesPerDay }: Limits): Period[] => [
  ...(messagesPerMinute === undefined
    ? []
    : [{ name: 'minute', lasts: '1 minute', step: '2 seconds', most: messagesPerMinute } as const]),
  ...(messagesPerDay === undefined
    ? []
    : [{ name: 'day', lasts: '1 day', step: '15 minutes', most: messagesPerDay } as const]),
];

type Limits = Pick<SendingProfile, 'messagesPerMinute' | 'messagesPerDay'>;
type Limited = Limits & Pick<SendingProfile, 'id' | 'revision'>;

export interface Reserved {
  readonly byLane: readonly number[];
  /** When they were counted, by the clock of the database. Absent: none was. */
  readonly at?: Date;
}

/** One of them. */
export interface Counted {
  /** As it was then: what limits it now may count since later. */
  readonly profile: Limited;
  readonly at: Date;
}

/** How much of a profile was handed over, by all replicas together. */
@Injectable()
export class Rates {
  constructor(
    private readonly db: DataSource,
    private readonly pauses: Pauses,
  ) {}

  /**
   * How many of `wanted`, by lane, may be sent now; they count as sent. If that is not all, the profile pauses until more
   * may, from the first lane on that has to wait.
   */
  async reserve(profile: Limited, wanted: readonly number[]): Promise<Reserved> {
    const periods = periodsOf(profile);
    if (periods.length === 0) return { byLane: wanted };
    return this.counting(profile, async (tx) => {
      const { byLane, short } = share(await used(tx, profile.id, periods), wanted);
      const granted = byLane.reduce((sum, it) => sum + it, 0);
      const at = granted > 0 ? await note(tx, { profileId: profile.id, periods, granted }) : undefined;
      if (short) await this.pauses.until(tx, profile, { code: PAUSE, ...short });
      return { byLane, ...(at && { at }) };
    });
  }

  /**
   * One that was not sent after all: another may go in its place, at once where no other limit keeps it. It is taken
   * from where it was counted, or from before that: what was counted later goes on counting for longer, and would be
   * missed there.
   */
  async giveBack({ profile, at }: Counted, of: readonly Period['name'][] = ['minute', 'day']): Promise<void> {
    const names = periodsOf(profile).flatMap(({ name }) => (of.includes(name) ? name : []));
    if (names.length === 0) return;
    await this.counting(profile, async (tx) => {
      await tx.query(
        `UPDATE profile_sent s SET count = count - 1 WHERE profile_id = $1 AND period = ANY($2) AND bucket = (
           SELECT max(bucket) FROM profile_sent
           WHERE profile_id = $1 AND period = s.period AND count > 0 AND bucket <= $3)`,
        [profile.id, names, at],
      );
      const { short } = share(await used(tx, profile.id, periodsOf(profile)), [1]);
      if (!short) await this.pauses.end(tx, profile, PAUSE);
    });
  }

  /** Two replicas that count at the same time would both find the last one free. */
  private counting<T>(profile: Limited, work: (tx: EntityManager) => Promise<T>): Promise<T> {
    return this.db.transaction(async (tx) => {
      await tx.query(`SELECT pg_advisory_xact_lock(${COUNTING}, hashtext($1))`, [profile.id]);
      return work(tx);
    });
  }
}

async function used(tx: EntityManager, profileId: string, periods: readonly Period[]): Promise<Used[]> {
  return tx.query(
    `WITH period AS (SELECT * FROM unnest($2::text[], $3::interval[], $4::interval[], $5::int[]) p(name, lasts, step, most))
     SELECT p.most, coalesce(sum(s.count), 0)::int AS sent,
       coalesce(min(s.bucket) FILTER (WHERE s.count > 0), date_bin(p.step, clock_timestamp(), 'epoch')) + p.step + p.lasts AS next
     FROM period p LEFT JOIN profile_sent s
       ON s.profile_id = $1 AND s.period = p.name AND s.bucket + p.step + p.lasts > clock_timestamp()
     GROUP BY p.name, p.lasts, p.step, p.most`,
    [profileId, ...columnsOf(periods)],
  );
}

interface Counting {
  readonly profileId: string;
  readonly periods: readonly Period[];
}

/** Resolves with when that was. What is too old to count goes at the same time. */
async function note(
  tx: EntityManager,
  { profileId, periods, granted }: Counting & { readonly granted: number },
): Promise<Date> {
  const [counted]: { at: Date }[] = await tx.query(
    `WITH counted AS MATERIALIZED (SELECT clock_timestamp() AS at),
     period AS (SELECT * FROM unnest($2::text[], $3::interval[], $4::interval[], $5::int[]) p(name, lasts, step, most)),
     old AS (
       DELETE FROM profile_sent s USING period p
       WHERE s.profile_id = $1 AND s.period = p.name AND s.bucket + p.step + p.lasts < clock_timestamp())
     INSERT INTO profile_sent (profile_id, period, bucket, count)
     SELECT $1, name, date_bin(step, at, 'epoch'), $6::int FROM period, counted
     ON CONFLICT (profile_id, period, bucket) DO UPDATE SET count = profile_sent.count + excluded.count
     RETURNING (SELECT at FROM counted)`,
    [profileId, ...columnsOf(periods), granted],
  );
  return counted!.at;
}

const columnsOf = (periods: readonly Period[]) => [
  periods.map(({ name }) => name),
  periods.map(({ lasts }) => lasts),
  periods.map(({ step }) => step),
  periods.map(({ most }) => most),
];
