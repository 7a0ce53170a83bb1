import { Failure, type ErrorCode } from '@replyline/errors';
import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { DeliveryState } from '../keep-deliveries/delivery-state.js';
import { DeliverMail } from '../deliver-mail/deliver-mail.js';

/** Where a person may decide to send again. A delivery that was sent is never sent twice. */
const RESENDABLE: readonly DeliveryState[] = ['failed', 'unknown'];

/** Nobody's request is sent that was taken back. */
const IS_WANTED = `(SELECT cancelled_at IS NULL FROM notification WHERE id = notification_id)`;

/** How long it is tried at least, when its own time is over. */
const AGAIN = `interval '1 day'`;

/** Sends a delivery again, with the same Message-ID, because a person takes the risk that it is a second copy. */
@Injectable()
export class ResendDelivery {
  constructor(
    private readonly db: DataSource,
    private readonly deliverMail: DeliverMail,
  ) {}

  /** Throws `request.not_found`, `delivery.not_resendable`, `delivery.words_purged`. */
  async again(id: string): Promise<void> {
    const [, count]: [unknown, number] = await this.db.query(
      `UPDATE delivery SET state = 'queued', code = NULL, resolution = 'sent again', attempts_before = attempts,
         next_attempt_at = now(), expires_at = greatest(expires_at, now() + ${AGAIN})
       WHERE id = $1 AND state = ANY($2) AND mail->'purged' IS NULL AND ${IS_WANTED}`,
      [id, RESENDABLE],
    );
    if (count === 0) throw new Failure(await this.whyNot(id));
    this.deliverMail.wake();
  }

  private async whyNot(id: string): Promise<ErrorCode> {
    const [found]: { isPurged: boolean }[] = await this.db.query(
      `SELECT state = ANY($2) AND mail->'purged' IS NOT NULL AND ${IS_WANTED} AS "isPurged" FROM delivery WHERE id = $1`,
      [id, RESENDABLE],
    );
    if (!found) return 'request.not_found';
    return found.isPurged ? 'delivery.words_purged' : 'delivery.not_resendable';
  }
}
