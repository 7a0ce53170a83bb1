import type { Event } from '@replyline/contracts';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';

/** Makes an effect happen once, however often its event is delivered: the note that it did commits with it. */
@Injectable()
export class Inbox {
  /** Of several events the ones that this consumer has not had, each once. */
  async admitAll<E extends Pick<Event, 'source' | 'id'>>(
    tx: EntityManager,
    consumer: string,
    events: readonly E[],
  ): Promise<E[]> {
    const inserted: Pick<Event, 'source' | 'id'>[] = await tx.query(
      `INSERT INTO inbox (consumer, source, id) SELECT $1, source, id FROM unnest($2::text[], $3::text[]) AS event (source, id)
       ON CONFLICT DO NOTHING RETURNING source, id`,
      [consumer, events.map(({ source }) => source), events.map(({ id }) => id)],
    );
    const admitted = new Set(inserted.map(keyOf));
    // One that stands there twice is admitted once.
    return events.filter((event) => admitted.delete(keyOf(event)));
  }

  /** False when this consumer has had this event. Event ids are unique per source only (CloudEvents §3.1.1). */
  async admit(tx: EntityManager, consumer: string, { source, id }: Pick<Event, 'source' | 'id'>): Promise<boolean> {
    const inserted: unknown[] = await tx.query(
      `INSERT INTO inbox (consumer, source, id) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING RETURNING 1`,
      [consumer, source, id],
    );
    return inserted.length > 0;
  }
}

/** No source has a space. */
const keyOf = ({ source, id }: Pick<Event, 'source' | 'id'>): string => `${source} ${id}`;
