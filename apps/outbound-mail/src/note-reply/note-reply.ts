import type { ReplyOutcome } from '@replyline/contracts';
import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';

/** What matters here of an answer. */
export interface Reply {
  readonly eventId: string;
  readonly deliveryId: string;
  readonly outcome: ReplyOutcome;
  readonly receivedAt: string;
}

/** Notes beside a delivery that it was answered. The row is its own inbox: the same event is the same row. */
@Injectable()
export class NoteReply {
  constructor(private readonly db: DataSource) {}

  /** Nothing happens where the delivery is not here. */
  async once({ eventId, deliveryId, outcome, receivedAt }: Reply): Promise<void> {
    await this.db.query(
      `INSERT INTO delivery_reply (delivery_id, event_id, outcome, received_at)
       SELECT id, $2, $3, $4 FROM delivery WHERE id = $1 ON CONFLICT DO NOTHING`,
      [deliveryId, eventId, outcome, receivedAt],
    );
  }
}
