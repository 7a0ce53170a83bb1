import { Failure } from '@replyline/errors';
import { cutPage, writeCursor, type TimePlace } from '@replyline/service-host';
import { Injectable } from '@nestjs/common';
import { DataSource, In, type SelectQueryBuilder } from 'typeorm';
import { Attempt } from '../keep-deliveries/attempt.entity.js';
import { Delivery } from '../keep-deliveries/delivery.entity.js';
import { Notification } from '../keep-deliveries/notification.entity.js';
import { DeliveryReport } from '../suppress-address/delivery-report.entity.js';
import {
  viewAttempt,
  viewDelivery,
  viewNotification,
  viewReport,
  type NotificationPage,
  type NotificationView,
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
    const where = { deliveryId: In(deliveries.map((delivery) => delivery.id)) };
    const attempts = await this.db.manager.find(Attempt, { where, order: { number: 'ASC' } });
    const reports = await this.db.manager.find(DeliveryReport, { where, order: { reportedAt: 'ASC', eventId: 'ASC' } });
    const of = <T extends { readonly deliveryId: string }>(all: T[], { id: wanted }: Delivery) =>
      all.filter(({ deliveryId }) => deliveryId === wanted);
    return {
      ...viewNotification(notification),
      deliveries: deliveries.map((it) => ({
        ...viewDelivery(it),
        attempts: of(attempts, it).map(viewAttempt),
        reports: of(reports, it).map(viewReport),
      })),
    };
  }

  /** Newest first. A notification is found when one of its deliveries is what was looked for. */
  async page(query: NotificationQuery): Promise<NotificationPage> {
    const found = await this.search(query).getMany();
    const { items, next } = cutPage(found, query.limit, cursorAfter);
    const deliveries = await this.deliveriesOf(items.map(({ id }) => id));
    return {
      items: items.map((it) => ({
        ...viewNotification(it),
        deliveries: deliveries.filter(({ notificationId }) => notificationId === it.id).map(viewDelivery),
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

  private deliveriesOf(notificationIds: readonly string[]): Promise<Delivery[]> {
    const where = { notificationId: In([...notificationIds]) };
    return this.db.manager.find(Delivery, { where, order: { address: 'ASC', id: 'ASC' } });
  }
}

const cursorAfter = ({ acceptedAt, id }: Notification): string => writeCursor<TimePlace>({ at: acceptedAt, id });
