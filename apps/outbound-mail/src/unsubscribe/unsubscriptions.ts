import { Failure } from '@replyline/errors';
import { readUnsubscribeToken } from '@replyline/intent';
import { cutPage, writeCursor, type TimePlace } from '@replyline/service-host';
import { Injectable, Logger } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { Chance } from '../chance.js';
import { Means } from '../means.js';
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
}

interface Place {
  readonly deliveryId: string;
  readonly recipient: string;
  readonly topic: string;
}

/** Who wants no more mail about what. Kept here, so that a click counts at once, also while config is down. */
@Injectable()
export class Unsubscriptions {
  private readonly logger = new Logger('Unsubscriptions');

  constructor(
    private readonly db: DataSource,
    private readonly means: Means,
    private readonly chance: Chance,
  ) {}

  /** Tells of each addressee whether he wants no more mail about the topic. */
  async from(topic: string, addressees: readonly Addressee[]): Promise<(addressee: Addressee) => boolean> {
    const rows: { recipient: string }[] = await this.db.query(
      `SELECT recipient FROM unsubscription WHERE topic = $1 AND recipient = ANY($2)`,
      [topic, addressees.flatMap(namesOf)],
    );
    const gone = new Set(rows.map(({ recipient }) => recipient));
    return (addressee) => namesOf(addressee).some((name) => gone.has(name));
  }

  /** Changes nothing. Throws `request.not_found` for a link that is not ours. */
  async show(token: string): Promise<Subject> {
    const { recipient, topic } = await this.placeOf(token);
    const rows: unknown[] = await this.db.query(`SELECT 1 FROM unsubscription WHERE recipient = $1 AND topic = $2`, [
      recipient,
      topic,
    ]);
    return { topic, isUnsubscribed: rows.length > 0 };
  }

  /** However often. Throws `request.not_found`. */
  async unsubscribe(token: string): Promise<Subject> {
    const { deliveryId, recipient, topic } = await this.placeOf(token);
    await this.db.query(
      `INSERT INTO unsubscription (id, recipient, topic, delivery_id) VALUES ($1, $2, $3, $4)
       ON CONFLICT (recipient, topic) DO NOTHING`,
      [this.chance.id(), recipient, topic, deliveryId],
    );
    this.logger.log({ delivery: deliveryId, topic }, 'a recipient unsubscribed');
    return { topic, isUnsubscribed: true };
  }

  /** Throws `request.not_found`. */
  async subscribeAgain(token: string): Promise<Subject> {
    const { deliveryId, recipient, topic } = await this.placeOf(token);
    await this.db.query(`DELETE FROM unsubscription WHERE recipient = $1 AND topic = $2`, [recipient, topic]);
    this.logger.log({ delivery: deliveryId, topic }, 'a recipient subscribed again');
    return { topic, isUnsubscribed: false };
  }

  /** Newest first. */
  async page({ recipient, topic, cursor, limit }: UnsubscriptionQuery): Promise<UnsubscriptionPage> {
    const search = this.db
      .createQueryBuilder(Unsubscription, 'u')
      .orderBy('u.unsubscribedAt', 'DESC')
      .addOrderBy('u.id', 'DESC')
      .take(limit + 1);
    if (recipient !== undefined) search.andWhere('u.recipient = :recipient', { recipient: recipient.toLowerCase() });
    if (topic !== undefined) search.andWhere('u.topic = :topic', { topic });
    if (cursor) search.andWhere('(u.unsubscribedAt, u.id) < (:at, :id)', cursor);
    const { items, next } = cutPage(await search.getMany(), limit, cursorAfter);
    return { items: items.map(viewUnsubscription), next };
  }

  /** Throws `request.not_found`. */
  async remove(id: string, by: string): Promise<void> {
    const [, count]: [unknown, number] = await this.db.query(`DELETE FROM unsubscription WHERE id = $1`, [id]);
    if (count === 0) throw new Failure('request.not_found');
    this.logger.log({ unsubscription: id, by }, 'an unsubscription was removed');
  }

  private async placeOf(token: string): Promise<Place> {
    const deliveryId = readUnsubscribeToken(token, this.means.intent);
    const rows: Place[] = await this.db.query(
      `SELECT id AS "deliveryId", coalesce(user_id::text, lower(address)) AS recipient, mail->'list'->>'topic' AS topic
       FROM delivery WHERE id = $1 AND mail ? 'list'`,
      [deliveryId ?? null],
    );
    if (!rows[0]) throw new Failure('request.not_found');
    return rows[0];
  }
}

const cursorAfter = ({ unsubscribedAt, id }: Unsubscription): string =>
  writeCursor<TimePlace>({ at: unsubscribedAt, id });

const namesOf = ({ userId, address }: Addressee): string[] => [
  ...(userId === null ? [] : [userId]),
  ...(address === undefined ? [] : [address.toLowerCase()]),
];
