import { Failure } from '@replyline/errors';
import { Liveness } from '@replyline/leases';
import { Outbox } from '@replyline/messaging';
import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { statesBefore, WAITING } from '../keep-deliveries/delivery-state.js';
import type { PinnedMail } from '../render/pinned-mail.js';
import { outcomeEvent } from './outcome-event.js';
import type { ProfileRoom } from './room.js';
import type { Settlement } from './settle-attempt.js';

/** A delivery that this process may hand over. Whoever claims it later gets another epoch. */
export interface Claim {
  readonly id: string;
  readonly notificationId: string;
  readonly correlationId: string | null;
  readonly owner: string;
  readonly epoch: string;
  /** The number that the attempt will have. */
  readonly attempt: number;
  /** How many of them came before a person had it sent again: the schedule began anew with that. */
  readonly attemptsBefore: number;
  readonly lane: number;
  readonly profileId: string;
  readonly messageId: string;
  readonly mail: PinnedMail;
}

/** How long somebody frozen keeps a delivery from others. Somebody dead does not: see `Recovery`. */
const LEASE = `interval '60 seconds'`;

const IS_WAITING = `state IN (${WAITING.map((state) => `'${state}'`).join()})`;
const IS_DUE = `${IS_WAITING} AND next_attempt_at <= now() AND expires_at > now()`;

/**
 * Goes from profile to profile and from lane to lane by the index, so that a backlog that may not be sent now is passed
 * over in one step, however long it is. `front` is where the best ones are: of so many lanes of profiles, by their first.
 */
const TAKE = `
  WITH RECURSIVE line AS (
    (SELECT profile_id, lane FROM delivery WHERE ${IS_WAITING} ORDER BY profile_id, lane LIMIT 1)
    UNION ALL
    SELECT next.* FROM line CROSS JOIN LATERAL (
      SELECT profile_id, lane FROM delivery
      WHERE ${IS_WAITING} AND (profile_id, lane) > (line.profile_id, line.lane)
      ORDER BY profile_id, lane LIMIT 1) next
  ), front AS (
    SELECT line.profile_id, line.lane, least(room, $2) AS room
    FROM line
      LEFT JOIN unnest($3::text[], $4::int[]) AS r (profile_id, room) USING (profile_id)
      CROSS JOIN LATERAL (
        SELECT next_attempt_at FROM delivery
        WHERE profile_id = line.profile_id AND lane = line.lane AND ${IS_DUE}
        ORDER BY next_attempt_at LIMIT 1) first
    WHERE (room IS NULL OR room > 0)
      AND NOT EXISTS (SELECT 1 FROM profile_pause p WHERE p.profile_id = line.profile_id AND p.until > now())
    ORDER BY line.lane, first.next_attempt_at LIMIT $2
  ), candidate AS (
    SELECT found.*, front.room FROM front CROSS JOIN LATERAL (
      SELECT id, profile_id, lane, next_attempt_at FROM delivery
      WHERE profile_id = front.profile_id AND lane = front.lane AND ${IS_DUE}
      ORDER BY next_attempt_at LIMIT front.room FOR UPDATE SKIP LOCKED) found
  ), chosen AS (
    SELECT id FROM (
      SELECT *, row_number() OVER (PARTITION BY profile_id ORDER BY lane, next_attempt_at) AS place FROM candidate) ranked
    WHERE place <= room ORDER BY lane, next_attempt_at LIMIT $2
  )
  UPDATE delivery d
  SET state = 'claimed', owner = $1, epoch = epoch + 1, claimed_at = clock_timestamp(), lease_until = now() + ${LEASE}
  FROM notification n
  WHERE n.id = d.notification_id AND d.id IN (SELECT id FROM chosen)
  RETURNING d.id, d.notification_id AS "notificationId", n.correlation_id AS "correlationId", d.owner, d.epoch,
    d.attempts + 1 AS attempt, d.attempts_before AS "attemptsBefore", d.lane, d.profile_id AS "profileId",
    d.message_id AS "messageId", d.mail`;

/** Who sends which delivery, written down before anything irreversible happens. */
@Injectable()
export class Claims {
  constructor(
    private readonly db: DataSource,
    private readonly liveness: Liveness,
    private readonly outbox: Outbox,
  ) {}

  /**
   * Takes up to `limit` deliveries that are due, by lane, then by time; replicas never take the same one. Of a profile that
   * has less room it takes no more than that, and nothing of one that pauses.
   */
  async take(limit: number, rooms: readonly ProfileRoom[] = []): Promise<Claim[]> {
    const [rows]: [Claim[]] = await this.db.query(TAKE, [
      this.liveness.owner,
      limit,
      rooms.map(({ profileId }) => profileId),
      rooms.map(({ room }) => room),
    ]);
    return rows;
  }

  /**
   * Writes down that the end of the message is about to be sent. Throws `lease.lost` when the claim is not ours any
   * more, `service.unavailable` when the database does not say so in time: then the end must not be sent.
   */
  async handOver(claim: Claim): Promise<void> {
    const count = await withinTime(this.writeIntent(claim));
    if (count !== 1) throw new Failure('lease.lost', { epoch: claim.epoch });
  }

  private async writeIntent({ id, owner, epoch }: Claim): Promise<number> {
    const [, count]: [unknown, number] = await this.db.query(
      `UPDATE delivery SET state = 'handing_over', intent_at = clock_timestamp(), lease_until = now() + ${LEASE}
       WHERE id = $1 AND owner = $2 AND epoch = $3 AND state = ANY($4) AND lease_until > now()`,
      [id, owner, epoch, statesBefore('handing_over')],
    );
    return count;
  }

  /** Writes down how the attempt ended, with the event about it. `false` when somebody else has settled it. */
  settle(claim: Claim, settlement: Settlement): Promise<boolean> {
    return this.db.transaction(async (tx) => {
      const row = await update(tx, claim, settlement);
      if (!row) return false;
      await this.outbox.add(tx, outcomeEvent({ ...claim, ...row }, settlement));
      return true;
    });
  }

  /** Gives deliveries back untried. */
  async release(...claims: readonly Claim[]): Promise<void> {
    if (claims.length === 0) return;
    await this.db.query(
      `UPDATE delivery SET state = 'queued'
       WHERE state = 'claimed' AND owner = $1 AND (id, epoch) IN (SELECT * FROM unnest($2::uuid[], $3::bigint[]))`,
      [claims[0]!.owner, claims.map(({ id }) => id), claims.map(({ epoch }) => epoch)],
    );
  }

  /** Keeps what is under way; a slow server is no reason to begin again. */
  async renew(claims: readonly Claim[]): Promise<void> {
    if (claims.length === 0) return;
    await this.db.query(
      `UPDATE delivery SET lease_until = now() + ${LEASE}
       WHERE state IN ('claimed', 'handing_over') AND (id, epoch) IN (SELECT * FROM unnest($1::uuid[], $2::bigint[]))`,
      [claims.map(({ id }) => id), claims.map(({ epoch }) => epoch)],
    );
  }

  /** Makes everything that waits for a profile due: somebody has corrected it. */
  async hurry(profileId: string): Promise<void> {
    await this.db.query(`UPDATE delivery SET next_attempt_at = now() WHERE state = 'deferred' AND profile_id = $1`, [
      profileId,
    ]);
  }
}

/** A server that has everything but the end does not wait for our database for ever. */
const INTENT_MS = 5_000;

function withinTime<T>(work: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Failure('service.unavailable')), INTENT_MS);
    work.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}

/**
 * A row becomes what the settlement says if its state may become that, and an attempt is added to its list. The next one
 * is due by the clock of the database, and never after the end: there it is found expired.
 */
async function update(
  tx: EntityManager,
  { id, owner, epoch }: Claim,
  settlement: Settlement,
): Promise<Settled | undefined> {
  const { state, replyCode } = settlement;
  const why = settlement.state === 'sent' ? undefined : settlement;
  const rows: Settled[] = await tx.query(
    `WITH settled AS (
       UPDATE delivery SET state = $4, code = $5, reply_code = $6, attempts = attempts + 1, settled_at = clock_timestamp(),
         next_attempt_at = least(clock_timestamp() + $8 * interval '1 ms', expires_at), provider_message_id = $9,
         resolution = CASE WHEN state = 'unknown' THEN 'answered late' WHEN $4 = 'unknown' THEN 'assumed sent' ELSE resolution END
       WHERE id = $1 AND owner = $2 AND epoch = $3 AND state = ANY($10)
       RETURNING id, attempts, claimed_at, next_attempt_at
     ), noted AS (
       INSERT INTO attempt (delivery_id, number, started_at, outcome, code, reply_code, enhanced_code)
       SELECT id, attempts, claimed_at, $4, $5, $6, $7 FROM settled
     )
     SELECT next_attempt_at AS "nextAttemptAt" FROM settled`,
    [
      id,
      owner,
      epoch,
      state,
      why?.code ?? null,
      replyCode ?? null,
      why?.enhancedCode ?? null,
      settlement.state === 'deferred' ? settlement.delayMs : 0,
      settlement.state === 'sent' ? (settlement.providerMessageId ?? null) : null,
      statesBefore(state),
    ],
  );
  return rows[0];
}

/** What the database alone knows of a settlement. */
interface Settled {
  readonly nextAttemptAt: Date;
}
