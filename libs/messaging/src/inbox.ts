import type { Event } from '@replyline/contracts';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';

/** Makes an effect happen once, however often its event is delivered: the note that it did commits with it. */
@Injectable()
export class Inbox {
  /** False when this consumer has had this event. Event ids are unique per source only (CloudEvents §3.1.1). */
  async admit(tx: EntityManager, consumer: string, { source, id }: Pick<Event, 'source' | 'id'>): Promise<boolean> {
    const inserted: unknown[] = await tx.query(
      `INSERT INTO inbox (consumer, source, id) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING RETURNING 1`,
      [consumer, source, id],
    );
    return inserted.length > 0;
  }
}
