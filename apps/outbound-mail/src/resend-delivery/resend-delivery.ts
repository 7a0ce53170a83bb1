import { Failure, type ErrorCode } from '@replyline/errors';
import { Injectable, Logger } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import type { DeliveryState } from '../keep-deliveries/delivery-state.js';
import { DeliverMail } from '../deliver-mail/deliver-mail.js';
import { IS_SUPPRESSED, IS_UNSUBSCRIBED, lockToSendAgain } from '../withhold-mail/kept-from.js';

/** Where a person may decide to send again. A delivery that was sent is never sent twice. */
const RESENDABLE: readonly DeliveryState[] = ['failed', 'unknown'];

/** How long it is tried at least, when its own time is over. */
const AGAIN = `interval '1 day'`;

/** Why a `delivery d` is not sent again, in this order; NULL when nothing speaks against it. */
const WHY_NOT = `CASE
  WHEN d.state <> ALL($2) OR held.cancelled_at IS NOT NULL THEN 'delivery.not_resendable'
  WHEN d.mail->'purged' IS NOT NULL THEN 'delivery.words_purged'
  WHEN ${IS_SUPPRESSED} THEN 'delivery.recipient_suppressed'
  WHEN ${IS_UNSUBSCRIBED} THEN 'recipient.unsubscribed' END`;

/**
 * Nobody's request is sent that was taken back: its notification is held, so that a cancellation counts before or after, never
 * in between. It is held first, as whoever cancels does, so that the two never wait for each other in a circle.
 */
const RESEND = `
  WITH held AS (
    SELECT id, cancelled_at FROM notification
    WHERE id = (SELECT notification_id FROM delivery WHERE id = $1) FOR SHARE
  ), found AS (
    SELECT d.id, ${WHY_NOT} AS "whyNot" FROM held CROSS JOIN LATERAL (
      SELECT * FROM delivery WHERE id = $1 AND notification_id = held.id FOR NO KEY UPDATE) d
  ), again AS (
    UPDATE delivery d SET state = 'queued', code = NULL, resolution = 'sent again', attempts_before = attempts,
      next_attempt_at = now(), expires_at = greatest(expires_at, now() + ${AGAIN})
    FROM found WHERE d.id = found.id AND "whyNot" IS NULL RETURNING d.id, d.attempts
  ), noted AS (
    INSERT INTO delivery_resend (delivery_id, number, asked_by, after_attempts)
    SELECT id, (SELECT count(*) + 1 FROM delivery_resend WHERE delivery_id = id), $3, attempts FROM again
  )
  SELECT "whyNot" FROM found`;

/** Sends a delivery again, with the same Message-ID, because a person takes the risk that it is a second copy. */
@Injectable()
export class ResendDelivery {
  private readonly logger = new Logger('ResendDelivery');

  constructor(
    private readonly db: DataSource,
    private readonly deliverMail: DeliverMail,
  ) {}

  /**
   * Throws `request.not_found`, `delivery.not_resendable`, `delivery.words_purged`, `delivery.recipient_suppressed`,
   * `recipient.unsubscribed`.
   */
  async again(id: string, by: string): Promise<void> {
    await this.db.transaction((tx) => resend(tx, id, by));
    this.logger.log({ delivery: id, by }, 'a delivery is sent again');
    this.deliverMail.wake();
  }
}

async function resend(tx: EntityManager, id: string, by: string): Promise<void> {
  await lockToSendAgain(tx);
  const rows: { whyNot: ErrorCode | null }[] = await tx.query(RESEND, [id, RESENDABLE, by]);
  if (!rows[0]) throw new Failure('request.not_found');
  if (rows[0].whyNot) throw new Failure(rows[0].whyNot);
}
