import { NotificationSentV1, type NotificationKind } from '@replyline/contracts';
import type { ErrorCode } from '@replyline/errors';
import { Leases } from '@replyline/leases';
import { Outbox } from '@replyline/messaging';
import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { originOf, outcomeEvent, type About } from '../deliver-mail/outcome-event.js';
import { IS_SUPPRESSED, lockToSendAgain } from '../withhold-mail/kept-from.js';
import { FIRST_LOOK_MS, type Decision, type Seen } from './decide.js';

/** A delivery of which nobody knows whether it was sent, and whose turn it is to be looked for. */
export interface Search {
  readonly id: string;
  /** Of the claim whose outcome is unknown. Whatever happens to the delivery meanwhile ends the search. */
  readonly epoch: string;
  readonly kind: NotificationKind;
  readonly attempt: number;
  readonly profileId: string;
  readonly messageId: string;
  readonly ageMs: number;
  /** Whether a server has reported on it. */
  readonly isReported: boolean;
}

/** What a look brought, as it is written down. */
export interface Look {
  readonly seen: Seen;
  readonly code?: ErrorCode | undefined;
  readonly itemId?: string | undefined;
  readonly providerMessageId?: string | undefined;
}

export const LEASE = 'reconcile-unknown';
const AT_A_TIME = 100;
/** What was sent longer ago may have been cleared away by a rule of the mailbox. */
const OLDEST = `interval '7 days'`;

const STILL = `d.id = $1 AND d.epoch = $2 AND d.state = 'unknown'`;
const ABOUT = `d.id, d.notification_id AS "notificationId", n.correlation_id AS "correlationId", d.attempts AS attempt,
  d.message_id AS "messageId", d.next_attempt_at AS "nextAttemptAt"`;

/** Who is looked for, and what came of it. Every write asks whether the delivery still is what was looked for. */
@Injectable()
export class Searches {
  constructor(
    private readonly db: DataSource,
    private readonly leases: Leases,
    private readonly outbox: Outbox,
  ) {}

  /** Begins to look for what went through one of these profiles, and ends with what is not unknown any more. */
  async begin(profileIds: readonly string[]): Promise<void> {
    await this.db.query(
      `INSERT INTO sent_search AS s (delivery_id, epoch, next_at)
       SELECT id, epoch, settled_at + $2 * interval '1 ms' FROM delivery d
       WHERE state = 'unknown' AND profile_id = ANY($1) AND settled_at > now() - ${OLDEST}
         AND NOT EXISTS (SELECT 1 FROM sent_search its WHERE its.delivery_id = d.id AND its.epoch = d.epoch)
       ON CONFLICT (delivery_id) DO UPDATE SET epoch = excluded.epoch, next_at = excluded.next_at, looks = 0,
         looked_at = NULL, seen = NULL, code = NULL, item_id = NULL`,
      [profileIds, FIRST_LOOK_MS],
    );
    await this.db.query(
      `UPDATE sent_search s SET next_at = NULL FROM delivery d
       WHERE s.next_at <= now() AND d.id = s.delivery_id AND (d.state <> 'unknown' OR d.epoch <> s.epoch)`,
    );
  }

  /** Nothing of a profile that pauses. */
  due(): Promise<Search[]> {
    return this.db.query(
      `SELECT d.id, d.epoch, n.kind, d.attempts - d.attempts_before AS attempt, d.profile_id AS "profileId",
         d.message_id AS "messageId", extract(epoch FROM now() - d.settled_at)::float8 * 1000 AS "ageMs",
         EXISTS (SELECT 1 FROM delivery_report r WHERE r.delivery_id = d.id AND r.reported_at >= d.intent_at) AS "isReported"
       FROM sent_search s JOIN delivery d ON d.id = s.delivery_id AND d.epoch = s.epoch
       JOIN notification n ON n.id = d.notification_id
       WHERE s.next_at <= now() AND d.state = 'unknown'
         AND NOT EXISTS (SELECT 1 FROM profile_pause p WHERE p.profile_id = d.profile_id AND p.until > now())
       ORDER BY s.next_at LIMIT ${AT_A_TIME}`,
    );
  }

  async isStill({ id, epoch }: Search): Promise<boolean> {
    const rows: unknown[] = await this.db.query(`SELECT 1 FROM delivery d WHERE ${STILL}`, [id, epoch]);
    return rows.length > 0;
  }

  /** It was not possible to ask, so this was no look. */
  async putOff({ id, epoch }: Search, delayMs: number): Promise<void> {
    await this.db.query(
      `UPDATE sent_search SET next_at = now() + $3 * interval '1 ms' WHERE delivery_id = $1 AND epoch = $2`,
      [id, epoch, delayMs],
    );
  }

  /** `false` when the delivery is not what was looked for any more. Throws `lease.lost`. */
  conclude(search: Search, look: Look, decision: Decision, epoch: number): Promise<boolean> {
    return this.db.transaction(async (tx) => {
      await this.leases.fence(tx, LEASE, epoch);
      await note(tx, search, look, decision);
      switch (decision.then) {
        case 'sent':
          return this.sent(tx, search, look);
        case 'repeat':
          return (await this.repeat(tx, search, decision.delayMs)) || leave(tx, search, look);
        case 'leave':
          return leave(tx, search, look, decision.code);
        case 'look again':
          return true;
      }
    });
  }

  /** When it was settled stays: that is about when it was sent. */
  private async sent(tx: EntityManager, search: Search, { seen, providerMessageId }: Look): Promise<boolean> {
    const resolution = seen === 'reported' ? 'reported by a mail server' : 'found in Sent Items';
    const [about] = await changed(tx, `state = 'sent', code = NULL, resolution = $3, provider_message_id = $4`, [
      search.id,
      search.epoch,
      resolution,
      providerMessageId ?? null,
    ]);
    if (!about) return false;
    const { id: deliveryId, notificationId, attempt, messageId } = about;
    const data = { notificationId, deliveryId, attempt, messageId, ...(providerMessageId && { providerMessageId }) };
    await this.outbox.add(tx, NotificationSentV1.make(data, originOf(about)));
    return true;
  }

  /** Its time may be over, its words purged, its notification cancelled or its address suppressed: then it stays as it is. */
  private async repeat(tx: EntityManager, search: Search, delayMs: number): Promise<boolean> {
    await lockToSendAgain(tx);
    const rows = await changed(
      tx,
      `state = 'deferred', resolution = 'sent again',
       next_attempt_at = least(greatest(now(), d.settled_at + $3 * interval '1 ms'), d.expires_at)`,
      [search.id, search.epoch, delayMs],
      `d.expires_at > now() AND d.mail->'purged' IS NULL AND NOT ${IS_SUPPRESSED}
         AND (SELECT cancelled_at FROM notification n WHERE n.id = d.notification_id FOR SHARE) IS NULL`,
    );
    const code = 'provider.unknown_outcome';
    await this.outbox.add(tx, ...rows.map((about) => outcomeEvent(about, { state: 'deferred', code, delayMs })));
    return rows.length > 0;
  }
}

async function leave(tx: EntityManager, search: Search, { seen }: Look, code?: ErrorCode): Promise<boolean> {
  const resolution = seen === 'unseen' ? null : 'not found in Sent Items';
  const rows = await changed(tx, `code = coalesce($3, d.code), resolution = coalesce($4, d.resolution)`, [
    ...[search.id, search.epoch],
    ...[code ?? null, resolution],
  ]);
  return rows.length > 0;
}

async function note(tx: EntityManager, { id, epoch }: Search, look: Look, decision: Decision): Promise<void> {
  await tx.query(
    `UPDATE sent_search SET looks = looks + 1, looked_at = now(), seen = $3, code = $4, item_id = $5,
       next_at = now() + $6::float8 * interval '1 ms'
     WHERE delivery_id = $1 AND epoch = $2`,
    [
      id,
      epoch,
      look.seen,
      look.code ?? null,
      look.itemId ?? null,
      decision.then === 'look again' ? decision.inMs : null,
    ],
  );
}

/** Changes the delivery if it still is what was looked for. */
async function changed(tx: EntityManager, set: string, values: readonly unknown[], and = 'true'): Promise<About[]> {
  return tx.query(
    `WITH it AS (UPDATE delivery d SET ${set} WHERE ${STILL} AND ${and} RETURNING d.*)
     SELECT ${ABOUT} FROM it d JOIN notification n ON n.id = d.notification_id`,
    [...values],
  );
}
