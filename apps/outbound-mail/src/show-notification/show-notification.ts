import { Failure } from '@replyline/errors';
import { cutPage, writeCursor, type TimePlace } from '@replyline/service-host';
import { Injectable } from '@nestjs/common';
import { DataSource, In, type SelectQueryBuilder } from 'typeorm';
import { Attempt } from '../keep-deliveries/attempt.entity.js';
import { Delivery } from '../keep-deliveries/delivery.entity.js';
import { Notification } from '../keep-deliveries/notification.entity.js';
import {
  isWaiting,
  viewAttempt,
  viewDelivery,
  viewNotification,
  type NotificationPage,
  type NotificationView,
  type Pause,
} from './notification-view.js';
import type { NotificationQuery } from './requests.js';

/** What became of what was asked for. */
@Injectable()
export class ShowNotification {
  constructor(private readonly db: DataSource) {}

  /** Throws `request.not_found`. */
  async one(id: string): Promise<NotificationView> {
    const notification = await this.db.manager.findOneBy(Notification, { id });
    if (!notification) throw new Failure('request.not_found');
    const deliveries = await this.deliveriesOf([id]);
    const attempts = await this.db.manager.find(Attempt, {
      where: { deliveryId: In(deliveries.map((delivery) => delivery.id)) },
      order: { number: 'ASC' },
    });
    const pauses = await this.pausesOf(deliveries);
    const attemptsOf = (delivery: Delivery) => attempts.filter(({ deliveryId }) => deliveryId === delivery.id);
    return {
      ...viewNotification(notification),
      deliveries: deliveries.map((it) => ({ ...viewDelivery(it, pauses), attempts: attemptsOf(it).map(viewAttempt) })),
    };
  }

  /** Newest first. A notification is found when one of its deliveries is what was looked for. */
  async page(query: NotificationQuery): Promise<NotificationPage> {
    const found = await this.search(query).getMany();
    const { items, next } = cutPage(found, query.limit, cursorAfter);
    const deliveries = await this.deliveriesOf(items.map(({ id }) => id));
    const pauses = await this.pausesOf(deliveries);
    return {
      items: items.map((it) => ({
        ...viewNotification(it),
        deliveries: deliveries
          .filter(({ notificationId }) => notificationId === it.id)
          .map((its) => viewDelivery(its, pauses)),
      })),
      next,
    };
  }

  private search({
    recipient,
    state,
    kind,
    eventId,
    limit,
    cursor,
  }: NotificationQuery): SelectQueryBuilder<Notification> {
    const search = this.db
      .createQueryBuilder(Notification, 'n')
      .orderBy('n.acceptedAt', 'DESC')
      .addOrderBy('n.id', 'DESC');
    if (kind !== undefined) search.andWhere('n.kind = :kind', { kind });
    if (eventId !== undefined) search.andWhere('n.eventId = :eventId', { eventId });
    if (cursor) search.andWhere('(n.acceptedAt, n.id) < (:at, :id)', cursor);
    if (recipient !== undefined || state !== undefined) {
      const matching = `SELECT 1 FROM delivery d WHERE d.notification_id = n.id
        AND (CAST(:recipient AS uuid) IS NULL OR d.user_id = :recipient) AND (CAST(:state AS text) IS NULL OR d.state = :state)`;
      search.andWhere(`EXISTS (${matching})`, { recipient: recipient ?? null, state: state ?? null });
    }
    return search.take(limit + 1);
  }

  /** The pause that is over last, of each profile that waits for one. */
  private async pausesOf(deliveries: readonly Delivery[]): Promise<Map<string, Pause>> {
    const profiles = [...new Set(deliveries.filter(isWaiting).map(({ profileId }) => profileId))];
    if (profiles.length === 0) return new Map();
    const rows: (Pause & { profileId: string })[] = await this.db.query(
      `SELECT DISTINCT ON (profile_id) profile_id AS "profileId", code, until FROM profile_pause
       WHERE profile_id = ANY($1) AND until > now() ORDER BY profile_id, until DESC`,
      [profiles],
    );
    return new Map(rows.map((row) => [row.profileId, row]));
  }

  private deliveriesOf(notificationIds: readonly string[]): Promise<Delivery[]> {
    const where = { notificationId: In([...notificationIds]) };
    return this.db.manager.find(Delivery, { where, order: { address: 'ASC', id: 'ASC' } });
  }
}

const cursorAfter = ({ acceptedAt, id }: Notification): string => writeCursor<TimePlace>({ at: acceptedAt, id });
