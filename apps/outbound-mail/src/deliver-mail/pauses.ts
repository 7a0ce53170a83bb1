import type { SendingProfile } from '@replyline/contracts';
import type { ErrorCode, Failure } from '@replyline/errors';
import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { speaksToMany } from './destinations.js';

type Paused = Pick<SendingProfile, 'id' | 'revision'>;

/** A server that says "not now" and not until when is asked again after this, then after twice as long, and so on. */
const FIRST = `interval '15 seconds'`;
const MOST = `interval '5 minutes'`;

export interface Pause {
  readonly code: ErrorCode;
  /** How long the server itself asks to be left alone (RFC 9110 §10.2.3). */
  readonly askedMs?: number;
}

interface Until {
  readonly code: ErrorCode;
  readonly until: Date;
  /** Mail that is more urgent goes on. */
  readonly fromLane: number;
}

/**
 * Whether all mail of a profile has to wait after this failure, not only the one that met it. The built-in server speaks to
 * many servers: what one of them says is no reason to leave the others alone.
 */
export function pauseAfter({ code, details }: Failure, profile: SendingProfile): Pause | undefined {
  if (speaksToMany(profile)) return undefined;
  const seconds = details['retryAfterSeconds'];
  if (typeof seconds === 'number' && seconds > 0) return { code, askedMs: seconds * 1_000 };
  return code === 'provider.throttled' ? { code } : undefined;
}

/** Which profiles may not send now, on no replica, and why. A profile that was changed begins anew. */
@Injectable()
export class Pauses {
  constructor(private readonly db: DataSource) {}

  /**
   * What fails together is one pause. The next one is twice as long if it comes sooner after the last than that one was
   * long; a server that let us go on for longer has recovered.
   */
  async pause({ id, revision }: Paused, { code, askedMs }: Pause): Promise<void> {
    await this.db.query(
      `INSERT INTO profile_pause AS p (profile_id, code, revision, until, lasts)
       VALUES ($1, $2, $3, now() + coalesce($4::float8 * interval '1 ms', ${FIRST}), ${FIRST})
       ON CONFLICT (profile_id, code) DO UPDATE SET
         revision = excluded.revision,
         lasts = CASE WHEN p.until > now() THEN p.lasts WHEN p.until + p.lasts > now() THEN least(p.lasts * 2, ${MOST})
                 ELSE ${FIRST} END,
         until = CASE WHEN $4::float8 IS NOT NULL THEN greatest(p.until, excluded.until)
                 WHEN p.until > now() THEN p.until
                 WHEN p.until + p.lasts > now() THEN now() + least(p.lasts * 2, ${MOST})
                 ELSE excluded.until END`,
      [id, code, revision, askedMs ?? null],
    );
  }

  /** Until a moment that is known, inside the transaction that has found it, and from a lane on. */
  async until(tx: EntityManager, { id, revision }: Paused, { code, until, fromLane }: Until): Promise<void> {
    await tx.query(
      `INSERT INTO profile_pause (profile_id, code, revision, until, lasts, from_lane)
       VALUES ($1, $2, $3, $4, interval '0', $5)
       ON CONFLICT (profile_id, code) DO UPDATE SET
         revision = excluded.revision, until = excluded.until, from_lane = excluded.from_lane`,
      [id, code, revision, until, fromLane],
    );
  }

  /** Whatever it was for is not so any more. */
  async end(tx: EntityManager, { id }: Paused, code: ErrorCode): Promise<void> {
    await tx.query(`DELETE FROM profile_pause WHERE profile_id = $1 AND code = $2`, [id, code]);
  }

  /**
   * What was found out about a profile as it was before this revision does not count any more, or whatever was where it
   * is gone.
   */
  async lift(id: string, revision?: number): Promise<void> {
    const before = `revision < coalesce($2::int, revision + 1)`;
    await this.db.query(`DELETE FROM profile_pause WHERE profile_id = $1 AND ${before}`, [id, revision ?? null]);
  }
}
