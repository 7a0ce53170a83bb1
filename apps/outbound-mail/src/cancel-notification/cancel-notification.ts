import type { EventOf, NotificationCancelV1 } from '@replyline/contracts';
import { Failure } from '@replyline/errors';
import { Inbox, Outbox } from '@replyline/messaging';
import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { inChunks } from '../in-turns.js';
import { statesBefore } from '../keep-deliveries/delivery-state.js';
import { lockForCancel, rememberEarly, type Named } from './early-cancels.js';
import { cancelledEvent } from '../deliver-mail/outcome-event.js';

export const CANCEL_NOTIFICATION = 'outbound-mail-cancel-notification';

/** What became of a request to take a notification back. */
export interface Cancelled {
  readonly cancelled: number;
  /** Handed over, sent, or ended before. */
  readonly tooLate: number;
}

interface Found {
  readonly notificationId: string;
  readonly correlationId: string | null;
}

/** Takes back what no server has taken. What is being connected for loses its claim, and cannot be handed over any more. */
@Injectable()
export class CancelNotification {
  constructor(
    private readonly db: DataSource,
    private readonly inbox: Inbox,
    private readonly outbox: Outbox,
  ) {}

  /** The request travels by another consumer, and may be behind: then it is taken back when it comes. */
  async byPublisher(event: EventOf<typeof NotificationCancelV1>): Promise<void> {
    await this.db.transaction(async (tx) => {
      if (!(await this.inbox.admit(tx, CANCEL_NOTIFICATION, event))) return;
      const request = { source: event.source, id: event.data.eventId };
      await lockForCancel(tx, request);
      if (!(await this.byRequest(tx, request))) await rememberEarly(tx, request);
    });
  }

  /** `false` when nothing that is known was asked for by this event. */
  async byRequest(tx: EntityManager, { source, id }: Named): Promise<boolean> {
    const [found]: Found[] = await tx.query(FIND_BY_EVENT, [source, id]);
    if (found) await this.cancel(tx, found, source);
    return found !== undefined;
  }

  /** Throws `request.not_found`. */
  byPerson(id: string, userId: string): Promise<Cancelled> {
    return this.db.transaction(async (tx) => {
      const [found]: Found[] = await tx.query(`${FIND} WHERE id = $1`, [id]);
      if (!found) throw new Failure('request.not_found');
      return this.cancel(tx, found, userId);
    });
  }

  private async cancel(tx: EntityManager, it: Found, by: string): Promise<Cancelled> {
    await tx.query(
      `UPDATE notification SET cancelled_at = now(), cancelled_by = $2 WHERE id = $1 AND cancelled_at IS NULL`,
      [it.notificationId, by],
    );
    const [rows]: [{ id: string }[]] = await tx.query(
      `UPDATE delivery SET state = 'cancelled', code = NULL, settled_at = clock_timestamp()
       WHERE notification_id = $1 AND state = ANY($2) RETURNING id`,
      [it.notificationId, statesBefore('cancelled')],
    );
    const events = rows.map(({ id }) => cancelledEvent({ ...it, id }));
    // In parts: a call has no place for very many.
    for await (const some of inChunks(events, () => EVENT_BYTES)) await this.outbox.add(tx, ...some);
    const [{ all }]: [{ all: number }] = await tx.query(
      `SELECT count(*)::int AS all FROM delivery WHERE notification_id = $1 AND state <> 'cancelled'`,
      [it.notificationId],
    );
    return { cancelled: rows.length, tooLate: all };
  }
}

/** About. */
const EVENT_BYTES = 1_000;

const FIND = `SELECT id AS "notificationId", correlation_id AS "correlationId" FROM notification`;

/** By the event that asked for it first, or by one that asked again under the same key. */
const FIND_BY_EVENT = `${FIND} WHERE source = $1 AND event_id = $2
  UNION ALL ${FIND} WHERE id = (SELECT notification_id FROM notification_alias WHERE source = $1 AND event_id = $2)`;
