import { Failure } from '@replyline/errors';
import { cutPage, writeCursor, type TimePlace } from '@replyline/service-host';
import { Injectable, Logger } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { viewUnsubscription, type UnsubscriptionPage, type UnsubscriptionQuery } from './unsubscription-view.js';
import { Unsubscription } from './unsubscription.entity.js';
import { Unsubscriptions } from './unsubscriptions.js';

/** Who wants no more mail about what, for admins. */
@Injectable()
export class ListUnsubscriptions {
  private readonly logger = new Logger('ListUnsubscriptions');

  constructor(
    private readonly db: DataSource,
    private readonly unsubscriptions: Unsubscriptions,
  ) {}

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
    if ((await this.unsubscriptions.takeBack(`id = $1`, [id])) === 0) throw new Failure('request.not_found');
    this.logger.log({ unsubscription: id, by }, 'an unsubscription was removed');
  }
}

const IS_ABOUT = '(u.recipient = :recipient OR u.address = :recipient)';

const cursorAfter = ({ unsubscribedAt, id }: Unsubscription): string =>
  writeCursor<TimePlace>({ at: unsubscribedAt, id });
