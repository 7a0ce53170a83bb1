import { Failure } from '@replyline/errors';
import { Liveness } from '@replyline/leases';
import { Outbox } from '@replyline/messaging';
import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { statesBefore } from '../keep-deliveries/delivery-state.js';
import type { PinnedMail } from '../render/pinned-mail.js';
import { outcomeEvent } from './outcome-event.js';
import { LEASE, TAKE } from './claim-query.js';
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
