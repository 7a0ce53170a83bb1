import { NotificationExpiredV1, type Event } from '@replyline/contracts';
import { isGone, Liveness } from '@replyline/leases';
import { Outbox } from '@replyline/messaging';
import { OCCASION_NAMES, OCCASIONS } from '@replyline/sending-policy';
import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { inChunks } from '../in-turns.js';
import { statesBefore } from '../keep-deliveries/delivery-state.js';
import { originOf, outcomeEvent, type About } from './outcome-event.js';

/**
 * True when nobody will end the attempt: its process is gone, or was frozen for longer than its lease. What this very
 * process has under way ($2) it ends itself, also when its own connection broke and it counts as gone.
 */
const orphaned = (d = ''): string =>
  `(${d}id <> ALL($2) AND (${d}lease_until < now() OR (${d}owner <> $1 AND ${isGone(`${d}owner`)})))`;
const ORPHANED = orphaned();

/** A server that was in trouble is left alone for a moment. */
const AGAIN = `interval '1 minute'`;

/** About. */
const EVENT_BYTES = 1_000;

/** What can be looked for is repeated when it was not found, and not before (`reconcile-unknown`). */
const IS_REPEATED = `may_repeat AND d.profile_id <> ALL($5)`;

const REPEATABLE = OCCASION_NAMES.filter((name) => OCCASIONS[name].isRepeatable);

interface Orphans {
  readonly owner: string;
  readonly underWay: readonly string[];
  /** Profiles. */
  readonly searchable: readonly string[];
}

/** Deliveries that their process left lying, and those whose time ran out. */
@Injectable()
export class Recovery {
  constructor(
    private readonly db: DataSource,
    private readonly liveness: Liveness,
    private readonly outbox: Outbox,
  ) {}

  /**
   * Before the intent was written nothing can have been accepted, so it goes back; afterwards nobody knows, and only
   * what may arrive twice, and was not cancelled, is tried again, unless its profile is `searchable`. Resolves with how
   * many went back.
   */
  async recover(underWay: readonly string[] = [], searchable: readonly string[] = []): Promise<number> {
    const { owner } = this.liveness;
    const [, count]: [unknown, number] = await this.db.query(
      `UPDATE delivery SET state = 'queued', next_attempt_at = now() WHERE state = 'claimed' AND ${ORPHANED}`,
      [owner, underWay],
    );
    const orphans: unknown[] = await this.db.query(
      `SELECT 1 FROM delivery WHERE state = 'handing_over' AND ${ORPHANED} LIMIT 1`,
      [owner, underWay],
    );
    if (orphans.length > 0) await this.db.transaction((tx) => this.giveUpKnowing(tx, { owner, underWay, searchable }));
    return count;
  }

  async expire(): Promise<void> {
    const due: unknown[] = await this.db.query(
      `SELECT 1 FROM delivery WHERE state = ANY($1) AND expires_at <= now() LIMIT 1`,
      [statesBefore('expired')],
    );
    if (due.length > 0) await this.db.transaction((tx) => this.expireDue(tx));
    await this.purge();
  }

  /** Sealed words of a delivery whose outcome stays unknown: its time is over, and the trigger does it when it is touched. */
  private async purge(): Promise<void> {
    await this.db.query(
      `UPDATE delivery SET mail = mail WHERE is_sealed AND expires_at <= now() AND state = 'unknown'`,
    );
  }

  private async giveUpKnowing(tx: EntityManager, { owner, underWay, searchable }: Orphans): Promise<void> {
    const code = 'provider.unknown_outcome';
    const rows: (About & { state: 'unknown' | 'deferred' })[] = await tx.query(
      `WITH held AS (
         SELECT id, kind = ANY($4) AND cancelled_at IS NULL AS may_repeat FROM notification
         WHERE id IN (SELECT notification_id FROM delivery WHERE state = 'handing_over' AND ${ORPHANED}) FOR SHARE
       ), lost AS (
         UPDATE delivery d SET attempts = attempts + 1, settled_at = clock_timestamp(), code = $3,
           next_attempt_at = CASE WHEN ${IS_REPEATED} THEN now() + ${AGAIN} ELSE next_attempt_at END,
           state = CASE WHEN ${IS_REPEATED} THEN 'deferred' ELSE 'unknown' END,
           resolution = CASE WHEN ${IS_REPEATED} THEN 'sent again' ELSE 'assumed sent' END
         FROM held
         WHERE held.id = d.notification_id AND d.state = 'handing_over' AND ${orphaned('d.')}
         RETURNING d.*
       ), noted AS (
         INSERT INTO attempt (delivery_id, number, started_at, outcome, code)
         SELECT id, attempts, claimed_at, state, $3 FROM lost
       )
       SELECT ${ABOUT}, d.state FROM lost d JOIN notification n ON n.id = d.notification_id`,
      [owner, underWay, code, REPEATABLE, searchable],
    );
    await this.tell(
      tx,
      rows.map(({ state, ...row }) => outcomeEvent(row, { state, code, delayMs: 0 })),
    );
  }

  private async expireDue(tx: EntityManager): Promise<void> {
    const rows: About[] = await tx.query(
      `WITH gone AS (
         UPDATE delivery SET state = 'expired', code = $1, settled_at = clock_timestamp()
         WHERE state = ANY($2) AND expires_at <= now() RETURNING *
       )
       SELECT ${ABOUT} FROM gone d JOIN notification n ON n.id = d.notification_id`,
      ['delivery.expired', statesBefore('expired')],
    );
    const events = rows.map(({ id, attempt, ...row }) =>
      NotificationExpiredV1.make(
        { notificationId: row.notificationId, deliveryId: id, attempt, code: 'delivery.expired' },
        originOf(row),
      ),
    );
    await this.tell(tx, events);
  }

  /** In parts: a call has no place for very many. */
  private async tell(tx: EntityManager, events: readonly Event[]): Promise<void> {
    for await (const some of inChunks(events, () => EVENT_BYTES)) await this.outbox.add(tx, ...some);
  }
}

const ABOUT = `d.id, d.notification_id AS "notificationId", n.correlation_id AS "correlationId", d.attempts AS attempt,
  d.message_id AS "messageId", d.next_attempt_at AS "nextAttemptAt"`;
