import {
  DirectoryUserDocument,
  SubscriptionEndedV1,
  SubscriptionResumedV1,
  type DirectoryUser,
  type EventOf,
  type SubscriptionBegunV1,
} from '@replyline/contracts';
import { Failure } from '@replyline/errors';
import { readUnsubscribeToken } from '@replyline/intent';
import { Documents, Outbox } from '@replyline/messaging';
import { cutPage, uuid, writeCursor, type TimePlace } from '@replyline/service-host';
import { Injectable, Logger } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { Chance } from '../chance.js';
import { Means } from '../means.js';
import { SOURCE } from '../source.js';
import { WithholdMail } from '../withhold-mail/withhold-mail.js';
import { Unsubscription } from './unsubscription.entity.js';
import { viewUnsubscription, type UnsubscriptionPage, type UnsubscriptionQuery } from './unsubscription-view.js';

/** Whoever may be written to: by his id, by his address, or by both. */
interface Addressee {
  readonly userId: string | null;
  readonly address?: string;
}

/** What a link is about. */
export interface Subject {
  readonly topic: string;
  readonly isUnsubscribed: boolean;
  /** Of the reader, where the directory knows him. */
  readonly locale: string | undefined;
}

/** Who, and what about. */
interface Gone {
  readonly recipient: string;
  readonly topic: string;
}

interface Place extends Gone {
  readonly deliveryId: string;
  /** Where its mail went, in lower case. */
  readonly address: string;
  /** Its reader, with the address that he has now; without one he is nobody of the directory. */
  readonly user: DirectoryUser | undefined;
}

/** Throughout, times are those of the database: they are compared with each other. */
interface Changed extends Gone {
  readonly at: Date;
}

/** Who wants no more mail about what. Kept here, so that a click counts at once, also while config is down. */
@Injectable()
export class Unsubscriptions {
  private readonly logger = new Logger('Unsubscriptions');

  constructor(
    private readonly db: DataSource,
    private readonly means: Means,
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

  /** Changes nothing. Throws `request.not_found` for a link that is not ours. */
  async show(token: string): Promise<Subject> {
    const place = await this.placeOf(token);
    const rows: unknown[] = await this.db.query(`SELECT 1 FROM unsubscription WHERE ${KEEPS_FROM}`, whoseOf(place));
    return { topic: place.topic, isUnsubscribed: rows.length > 0, locale: place.user?.locale };
  }

  /** However often. What waits for him is not sent any more. Throws `request.not_found`. */
  async unsubscribe(token: string): Promise<Subject> {
    const { deliveryId, recipient, address, topic, user } = await this.placeOf(token);
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
    this.logger.log({ delivery: deliveryId, topic }, 'a recipient unsubscribed');
    return { topic, isUnsubscribed: true, locale: user?.locale };
  }

  /** By whichever mail he left: whoever has a mail to an address is who left by that address. Throws `request.not_found`. */
  async subscribeAgain(token: string): Promise<Subject> {
    const place = await this.placeOf(token);
    const { deliveryId, topic, user } = place;
    await this.takeBack(KEEPS_FROM, whoseOf(place));
    this.logger.log({ delivery: deliveryId, topic }, 'a recipient subscribed again');
    return { topic, isUnsubscribed: false, locale: user?.locale };
  }

  /** Newest first. */
  async page({ recipient, topic, cursor, limit }: UnsubscriptionQuery): Promise<UnsubscriptionPage> {
    const search = this.db
      .createQueryBuilder(Unsubscription, 'u')
      .orderBy('u.unsubscribedAt', 'DESC')
      .addOrderBy('u.id', 'DESC')
      .take(limit + 1);
    if (recipient !== undefined) search.andWhere(IS_ABOUT, { recipient: recipient.toLowerCase() });
    if (topic !== undefined) search.andWhere('u.topic = :topic', { topic });
    if (cursor) search.andWhere('(u.unsubscribedAt, u.id) < (:at, :id)', cursor);
    const { items, next } = cutPage(await search.getMany(), limit, cursorAfter);
    return { items: items.map(viewUnsubscription), next };
  }

  /** Throws `request.not_found`. */
  async remove(id: string, by: string): Promise<void> {
    if ((await this.takeBack(`id = $1`, [id])) === 0) throw new Failure('request.not_found');
    this.logger.log({ unsubscription: id, by }, 'an unsubscription was removed');
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

  /** Answers how many there were. */
  private takeBack(condition: string, values: readonly unknown[]): Promise<number> {
    return this.db.transaction(async (tx) => {
      const [back]: [Changed[], number] = await tx.query(
        `DELETE FROM unsubscription WHERE ${condition} RETURNING recipient, topic, clock_timestamp() AS at`,
        [...values],
      );
      await this.tell(tx, SubscriptionResumedV1, back);
      return back.length;
    });
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

  private async placeOf(token: string): Promise<Place> {
    const deliveryId = readUnsubscribeToken(token, this.means.intent);
    const rows: Omit<Place, 'user'>[] = await this.db.query(
      `SELECT id AS "deliveryId", coalesce(user_id::text, lower(address)) AS recipient,
         lower(address) AS address, mail->'list'->>'topic' AS topic
       FROM delivery WHERE id = $1 AND mail ? 'list'`,
      [deliveryId ?? null],
    );
    if (!rows[0]) throw new Failure('request.not_found');
    return { ...rows[0], user: this.documents.get(DirectoryUserDocument, rows[0].recipient) };
  }
}

/**
 * What keeps mail about the topic ($1) from somebody, as `from` has it: what stands under his names ($2), and for a bare address
 * ($3) what was left by a mail to it. No address is an id, so that $3 finds nothing for somebody of the directory.
 */
const KEEPS_FROM = `topic = $1 AND (recipient = ANY($2) OR address = $3)`;

const IS_ABOUT = '(u.recipient = :recipient OR u.address = :recipient)';

const whoseOf = ({ topic, recipient, user }: Place): readonly [string, string[], string] => [
  topic,
  namesNow(recipient, user),
  recipient,
];

/** His id, or his bare address; and the address that the directory has for him now. */
const namesNow = (recipient: string, user: DirectoryUser | undefined): string[] =>
  namesOf({ userId: recipient, ...(user && { address: user.address }) });

const cursorAfter = ({ unsubscribedAt, id }: Unsubscription): string =>
  writeCursor<TimePlace>({ at: unsubscribedAt, id });

const namesOf = ({ userId, address }: Addressee): string[] => [
  ...(userId === null ? [] : [userId]),
  ...(address === undefined ? [] : [address.toLowerCase()]),
];
