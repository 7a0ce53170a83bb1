import { NotificationRejectedV1 } from '@replyline/contracts';
import type { ErrorCode } from '@replyline/errors';
import { Outbox } from '@replyline/messaging';
import { Injectable, Logger } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { originOf } from '../deliver-mail/outcome-event.js';
import { inChunks } from '../in-turns.js';
import { statesBefore } from '../keep-deliveries/delivery-state.js';
import { laneNumber } from '../keep-deliveries/lanes.js';
import { lockToWithhold } from './kept-from.js';
import type { Suppressing } from '../suppress-address/suppression-of.js';

/** A delivery that was accepted, and is not sent after all. */
interface Withheld {
  readonly id: string;
  readonly notificationId: string;
  readonly correlationId: string | null;
  readonly lane: number;
}

interface Unsubscribed {
  readonly recipient: string;
  readonly address: string;
}

/** Why, as acceptance would say it. */
interface Reason {
  readonly state: 'suppressed' | 'skipped';
  readonly code: ErrorCode;
}

const SUPPRESSED: Reason = { state: 'suppressed', code: 'recipient.suppressed' };
const SKIPPED: Reason = { state: 'skipped', code: 'recipient.unsubscribed' };
const REASONS = { suppressed: SUPPRESSED, skipped: SKIPPED };

/**
 * Ends what still waits for somebody who is to get no more of it: what is scheduled, queued, or to be tried again. What is being
 * connected for loses its claim, as when it is cancelled; what is being handed over goes its way, and is not tried again:
 * see `StillWanted`.
 */
@Injectable()
export class WithholdMail {
  private readonly logger = new Logger('WithholdMail');

  constructor(private readonly outbox: Outbox) {}

  /** What would be tried while the address (in lower case) is suppressed. `true` when urgent mail is among it. */
  async from(tx: EntityManager, address: string, { reason, expiresAt }: Suppressing): Promise<boolean> {
    const isKept = reason === 'complaint' ? `mail ? 'list'` : 'true';
    const all = await this.withhold(
      tx,
      SUPPRESSED,
      `lower(address) = $4 AND next_attempt_at < coalesce($5::timestamptz, 'infinity') AND ${isKept}`,
      [address, expiresAt],
    );
    return all.some(isUrgent);
  }

  /**
   * What is about the topic, for whoever unsubscribed from it: an id of the directory, or an address in lower case; and what
   * goes to his bare address.
   */
  async about(tx: EntityManager, topic: string, { recipient, address }: Unsubscribed): Promise<void> {
    await this.withhold(
      tx,
      SKIPPED,
      `mail->'list'->>'topic' = $4 AND (${IS_ID} OR lower(address) = $5 OR (user_id IS NULL AND lower(address) = $6))`,
      [topic, recipient, address],
    );
  }

  /** That one alone. `false` when it waits no more. */
  async one(tx: EntityManager, id: string, becomes: Reason['state']): Promise<boolean> {
    return (await this.withhold(tx, REASONS[becomes], `id = $4`, [id])).length > 0;
  }

  private async withhold(
    tx: EntityManager,
    { state, code }: Reason,
    condition: string,
    values: readonly unknown[],
  ): Promise<readonly Withheld[]> {
    await lockToWithhold(tx);
    const rows: Withheld[] = await tx.query(withheld(condition), [state, code, statesBefore(state), ...values]);
    const events = rows.map(({ id, ...row }) =>
      NotificationRejectedV1.make({ notificationId: row.notificationId, deliveryId: id, code }, originOf(row)),
    );
    for await (const some of inChunks(events, () => EVENT_BYTES)) await this.outbox.add(tx, ...some);
    if (rows.length > 0) this.logger.log({ deliveries: rows.length, code }, 'mail that waited is not sent');
    if (state === 'suppressed')
      for (const { notificationId: notification } of rows.filter(isUrgent))
        this.logger.warn({ notification }, 'an urgent mail was suppressed');
    return rows;
  }
}

const isUrgent = ({ lane }: Withheld): boolean => lane === laneNumber('urgent');

/** About. */
const EVENT_BYTES = 1_000;

/** By the index of users, where it is one. */
const IS_ID = `user_id = CASE WHEN $5 ~ '^[0-9a-f-]{36}$' THEN $5::uuid END`;

/** Locked in one order, so that two who withhold the same never wait for each other. */
const withheld = (condition: string): string => `
  WITH waiting AS (
    SELECT id FROM delivery WHERE state = ANY($3) AND ${condition} ORDER BY id FOR UPDATE
  ), ended AS (
    UPDATE delivery d SET state = $1, code = $2, settled_at = clock_timestamp()
    FROM waiting WHERE d.id = waiting.id RETURNING d.id, d.notification_id, d.lane
  )
  SELECT ended.id, n.id AS "notificationId", n.correlation_id AS "correlationId", ended.lane
  FROM ended JOIN notification n ON n.id = ended.notification_id`;
