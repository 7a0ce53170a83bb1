import { DirectoryUserDocument, type DirectoryUser } from '@replyline/contracts';
import { Failure } from '@replyline/errors';
import { readUnsubscribeToken } from '@replyline/intent';
import { Documents } from '@replyline/messaging';
import { Injectable, Logger } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { Means } from '../means.js';
import { namesNow } from './addressee.js';
import { Unsubscriptions, type Leaving } from './unsubscriptions.js';

/** What a link is about. */
export interface Subject {
  readonly topic: string;
  readonly isUnsubscribed: boolean;
  /** Of the reader, where the directory knows him. */
  readonly locale: string | undefined;
}

interface Place extends Leaving {
  /** Its reader, with the address that he has now; without one he is nobody of the directory. */
  readonly user: DirectoryUser | undefined;
}

/** What the links in mails do. Each throws `request.not_found` for a link that is not ours. */
@Injectable()
export class UnsubscribeLinks {
  private readonly logger = new Logger('UnsubscribeLinks');

  constructor(
    private readonly db: DataSource,
    private readonly means: Means,
    private readonly unsubscriptions: Unsubscriptions,
    private readonly documents: Documents,
  ) {}

  /** Changes nothing. */
  async show(token: string): Promise<Subject> {
    const place = await this.placeOf(token);
    const rows: unknown[] = await this.db.query(`SELECT 1 FROM unsubscription WHERE ${KEEPS_FROM}`, whoseOf(place));
    return { topic: place.topic, isUnsubscribed: rows.length > 0, locale: place.user?.locale };
  }

  async unsubscribe(token: string): Promise<Subject> {
    const place = await this.placeOf(token);
    const { deliveryId, topic, user } = place;
    await this.unsubscriptions.add(place);
    this.logger.log({ delivery: deliveryId, topic }, 'a recipient unsubscribed');
    return { topic, isUnsubscribed: true, locale: user?.locale };
  }

  /** By whichever mail he left: whoever has a mail to an address is who left by that address. */
  async subscribeAgain(token: string): Promise<Subject> {
    const place = await this.placeOf(token);
    const { deliveryId, topic, user } = place;
    await this.unsubscriptions.takeBack(KEEPS_FROM, whoseOf(place));
    this.logger.log({ delivery: deliveryId, topic }, 'a recipient subscribed again');
    return { topic, isUnsubscribed: false, locale: user?.locale };
  }

  private async placeOf(token: string): Promise<Place> {
    const deliveryId = readUnsubscribeToken(token, this.means.intent);
    const rows: Leaving[] = await this.db.query(
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
 * What keeps mail about the topic ($1) from somebody, as `Unsubscriptions.from` has it: what stands under his names
 * ($2), and for a bare address ($3) what was left by a mail to it. No address is an id, so that $3 finds nothing for
 * somebody of the directory.
 */
const KEEPS_FROM = `topic = $1 AND (recipient = ANY($2) OR address = $3)`;

const whoseOf = ({ topic, recipient, user }: Place): readonly [string, string[], string] => [
  topic,
  namesNow(recipient, user),
  recipient,
];
