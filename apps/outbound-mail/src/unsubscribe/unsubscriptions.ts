import {
  DirectoryUserDocument,
  SubscriptionEndedV1,
  SubscriptionResumedV1,
  type EventOf,
  type SubscriptionBegunV1,
} from '@replyline/contracts';
import { Documents, Outbox } from '@replyline/messaging';
import { uuid } from '@replyline/service-host';
import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { Chance } from '../chance.js';
import { SOURCE } from '../source.js';
import { WithholdMail } from '../withhold-mail/withhold-mail.js';
import { namesNow, namesOf, type Addressee } from './addressee.js';

/** Who left, what about, and by a mail to which address, in lower case. */
export interface Leaving {
  readonly deliveryId: string;
  readonly recipient: string;
  readonly topic: string;
  readonly address: string;
}

/** Throughout, times are those of the database: they are compared with each other. */
interface Changed {
  readonly recipient: string;
  readonly topic: string;
  readonly at: Date;
}

/**
 * Who wants no more mail about what. Kept here, so that a click counts at once, also while config is down; it hears of
 * each change.
 */
@Injectable()
export class Unsubscriptions {
  constructor(
    private readonly db: DataSource,
    private readonly chance: Chance,
    private readonly outbox: Outbox,
    private readonly withhold: WithholdMail,
    private readonly documents: Documents,
  ) {}

  /**
   * Tells of each addressee whether he wants no more mail about the topic. A bare address is that of whoever left by a mail
   * to it, also as somebody of the directory; an id is never that of somebody else who had the address before.
   */
  async from(topic: string, addressees: readonly Addressee[]): Promise<(addressee: Addressee) => boolean> {
    const bare = addressees.filter(({ userId }) => userId === null).flatMap(namesOf);
    const rows: { name: string }[] = await this.db.query(
      `SELECT recipient AS name FROM unsubscription WHERE topic = $1 AND recipient = ANY($2)
       UNION ALL SELECT address FROM unsubscription WHERE topic = $1 AND address = ANY($3)`,
      [topic, addressees.flatMap(namesOf), bare],
    );
    const gone = new Set(rows.map(({ name }) => name));
    return (addressee) => namesOf(addressee).some((name) => gone.has(name));
  }

  /** However often. What waits for him is not sent any more. */
  async add({ deliveryId, recipient, topic, address }: Leaving): Promise<void> {
    await this.db.transaction(async (tx) => {
      // A row that was there keeps its id, by which it is told from a new one: only of that does config hear.
      const gone: (Changed & { readonly isNew: boolean })[] = await tx.query(
        `INSERT INTO unsubscription (id, recipient, topic, delivery_id, address) VALUES ($1, $2, $3, $4, $5)
         ON CONFLICT (recipient, topic) DO UPDATE SET address = excluded.address
         RETURNING recipient, topic, unsubscribed_at AS at, id = $1 AS "isNew"`,
        [this.chance.id(), recipient, topic, deliveryId, address],
      );
      const ended = gone.filter(({ isNew }) => isNew);
      await this.tell(tx, SubscriptionEndedV1, ended);
      await this.withhold.about(tx, topic, { recipient, address });
    });
  }

  /** Those of which a condition of SQL holds. Answers how many there were. */
  takeBack(condition: string, values: readonly unknown[]): Promise<number> {
    return this.db.transaction(async (tx) => {
      const [back]: [Changed[], number] = await tx.query(
        `DELETE FROM unsubscription WHERE ${condition} RETURNING recipient, topic, clock_timestamp() AS at`,
        [...values],
      );
      await this.tell(tx, SubscriptionResumedV1, back);
      return back.length;
    });
  }

  /**
   * Who subscribed in config wants mail about it again, unless he unsubscribed after that or in the same moment. Whoever
   * unsubscribed by his address alone, before the directory knew him, is the same person. Whoever else left by a mail to that
   * address stays gone, but the address is not his any more.
   */
  async lift({ userId, topics, at }: EventOf<typeof SubscriptionBegunV1>['data']): Promise<void> {
    const names = namesNow(userId, this.documents.get(DirectoryUserDocument, userId));
    const before = `topic = ANY($2) AND unsubscribed_at < $3`;
    await this.db.query(`DELETE FROM unsubscription WHERE recipient = ANY($1) AND ${before}`, [names, topics, at]);
    await this.db.query(`UPDATE unsubscription SET address = NULL WHERE address = ANY($1) AND ${before}`, [
      names,
      topics,
      at,
    ]);
  }

  /** config knows people by their ids; of a plain address it knows nothing. */
  private async tell(
    tx: EntityManager,
    contract: typeof SubscriptionEndedV1 | typeof SubscriptionResumedV1,
    changed: readonly Changed[],
  ): Promise<void> {
    const people = changed.filter(({ recipient }) => uuid.safeParse(recipient).success);
    const events = people.map(({ recipient: userId, topic, at }) =>
      contract.make({ userId, topic, at: at.toISOString() }, { source: SOURCE, subject: userId }),
    );
    await this.outbox.add(tx, ...events);
  }
}
