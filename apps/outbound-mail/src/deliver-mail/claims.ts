import { SENSITIVE_KINDS, type NotificationKind } from '@replyline/contracts';
import { Failure } from '@replyline/errors';
import { Liveness } from '@replyline/leases';
import { Outbox } from '@replyline/messaging';
import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { statesBefore } from '../keep-deliveries/delivery-state.js';
import type { PinnedMail } from '../render/pinned-mail.js';
import { Together } from '../together.js';
import { outcomeEvent } from './outcome-event.js';
import { LEASE, TAKE } from './claim-query.js';
import type { DestinationRoom } from './destinations.js';
import type { ProfileRoom } from './room.js';
import type { Settlement } from './settle-attempt.js';

/** A delivery that this process may hand over. Whoever claims it later gets another epoch. */
export interface Claim {
  readonly id: string;
  readonly notificationId: string;
  readonly correlationId: string | null;
  readonly kind: NotificationKind;
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
  private readonly intents = new Together((claims: readonly Claim[]) => this.writeIntents(claims));
  private readonly settlements = new Together((ended: readonly Ended[]) => this.settleAll(ended));

  constructor(
    private readonly db: DataSource,
    private readonly liveness: Liveness,
    private readonly outbox: Outbox,
  ) {}

  /**
   * Takes up to `limit` deliveries that are due, by lane, then by time; replicas never take the same one. Of a profile it
   * takes no more than it has room, else `most`, and nothing of one that pauses; the same for destinations, where they
   * are named.
   */
  async take(
    limit: number,
    rooms: readonly ProfileRoom[] = [],
    most = limit,
    destinations: readonly DestinationRoom[] = [],
  ): Promise<Claim[]> {
    const open = destinations.filter(({ room }) => room > 0);
    const [rows]: [Claim[]] = await this.db.query(TAKE, [
      this.liveness.owner,
      limit,
      rooms.map(({ profileId }) => profileId),
      rooms.map(({ room }) => room),
      most,
      destinations.filter(({ room }) => room <= 0).map(({ destination }) => destination),
      open.map(({ destination }) => destination),
      open.map(({ room }) => room),
    ]);
    return rows;
  }

  /**
   * Writes down that the end of the message is about to be sent. Throws `lease.lost` when the claim is not ours any
   * more, `service.unavailable` when the database does not say so in time: then the end must not be sent.
   */
  async handOver(claim: Claim): Promise<void> {
    const isOurs = await withinTime(this.intents.do(claim));
    if (!isOurs) throw new Failure('lease.lost', { epoch: claim.epoch });
  }

  private async writeIntents(claims: readonly Claim[]): Promise<boolean[]> {
    const [rows]: [{ id: string }[]] = await this.db.query(
      `UPDATE delivery d SET state = 'handing_over', intent_at = clock_timestamp(), lease_until = now() + ${LEASE}
       FROM unnest($1::uuid[], $2::uuid[], $3::bigint[]) AS claim (id, owner, epoch)
       WHERE d.id = claim.id AND d.owner = claim.owner AND d.epoch = claim.epoch AND state = ANY($4) AND lease_until > now()
       RETURNING d.id`,
      [
        claims.map(({ id }) => id),
        claims.map(({ owner }) => owner),
        claims.map(({ epoch }) => epoch),
        // Written before, and the answer lost: it is still ours to end.
        [...statesBefore('handing_over'), 'handing_over'],
      ],
    );
    const ours = new Set(rows.map(({ id }) => id));
    return claims.map(({ id }) => ours.has(id));
  }

  /** Writes down how the attempt ended, with the event about it. `false` when somebody else has settled it. */
  settle(claim: Claim, settlement: Settlement): Promise<boolean> {
    return this.settlements.do({ claim, settlement });
  }

  private settleAll(ended: readonly Ended[]): Promise<boolean[]> {
    return this.db.transaction(async (tx) => {
      const settled = await update(tx, ended);
      const ours = ended.filter(({ claim }) => settled.has(claim.id));
      const events = ours.map(({ claim, settlement }) =>
        outcomeEvent({ ...claim, ...settled.get(claim.id)! }, settlement),
      );
      await this.outbox.add(tx, ...events);
      return ended.map(({ claim }) => settled.has(claim.id));
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

interface Ended {
  readonly claim: Claim;
  readonly settlement: Settlement;
}

/** What the database alone knows of a settlement. */
interface Settled {
  readonly nextAttemptAt: Date;
}

/**
 * A row becomes what its settlement says if its state may become that, and an attempt is added to its list. The next one
 * is due by the clock of the database, and never after the end: there it is found expired.
 */
async function update(tx: EntityManager, ended: readonly Ended[]): Promise<Map<string, Settled>> {
  const rows: (Settled & { id: string })[] = await tx.query(
    `WITH settled AS (
       UPDATE delivery d SET state = s.state, code = s.code, reply_code = s.reply_code, attempts = attempts + 1,
         settled_at = clock_timestamp(), provider_message_id = s.provider_message_id,
         next_attempt_at = least(clock_timestamp() + s.delay_ms * interval '1 ms', expires_at),
         resolution = CASE WHEN d.state = 'unknown' THEN 'answered late' WHEN s.state = 'unknown' THEN 'assumed sent'
                      ELSE resolution END
       FROM jsonb_to_recordset($1) AS s (id uuid, owner uuid, epoch bigint, state text, code text, reply_code int,
         enhanced_code text, said text, delay_ms float8, provider_message_id text, before text[])
       WHERE d.id = s.id AND d.owner = s.owner AND d.epoch = s.epoch AND d.state = ANY(s.before)
       RETURNING d.id, attempts, claimed_at, next_attempt_at, s.state, s.code, s.reply_code, s.enhanced_code, s.said
     ), noted AS (
       INSERT INTO attempt (delivery_id, number, started_at, outcome, code, reply_code, enhanced_code, said)
       SELECT id, attempts, claimed_at, state, code, reply_code, enhanced_code, said FROM settled
     )
     SELECT id, next_attempt_at AS "nextAttemptAt" FROM settled`,
    [JSON.stringify(ended.map(recordOf))],
  );
  return new Map(rows.map(({ id, ...settled }) => [id, settled]));
}

function recordOf({ claim: { id, owner, epoch, kind }, settlement }: Ended) {
  const { state, replyCode } = settlement;
  const why = settlement.state === 'sent' ? undefined : settlement;
  return {
    id,
    owner,
    epoch,
    state,
    code: why?.code,
    reply_code: replyCode,
    enhanced_code: why?.enhancedCode,
    // A server may quote the mail that it refuses.
    said: SENSITIVE_KINDS.includes(kind) ? undefined : settlement.said,
    delay_ms: settlement.state === 'deferred' ? settlement.delayMs : 0,
    provider_message_id: settlement.state === 'sent' ? settlement.providerMessageId : undefined,
    before: statesBefore(state),
  };
}
