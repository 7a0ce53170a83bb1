import { Failure } from '@replyline/errors';
import { cutPage, writeCursor, type TimePlace } from '@replyline/service-host';
import { Injectable } from '@nestjs/common';
import { Any, DataSource, type FindOptionsWhere } from 'typeorm';
import { Attempt } from '../keep-deliveries/attempt.entity.js';
import { Delivery } from '../keep-deliveries/delivery.entity.js';
import { Notification } from '../keep-deliveries/notification.entity.js';
import { SentSearch } from '../reconcile-unknown/sent-search.entity.js';
import { DeliveryResend } from '../resend-delivery/delivery-resend.entity.js';
import { DeliveryReply } from '../note-reply/delivery-reply.entity.js';
import { DeliveryReport } from '../suppress-address/delivery-report.entity.js';
import {
  isWaiting,
  repliedAt,
  viewAttempt,
  viewDelivery,
  viewReply,
  viewReport,
  viewResend,
  viewSearch,
  type Pause,
} from './delivery-view.js';
import { findNotifications, firstOfEach } from './find-notifications.js';
import { viewNotification, type NotificationPage, type NotificationView } from './notification-view.js';
import type { NotificationQuery } from './requests.js';

/** What became of what was asked for. */
@Injectable()
export class ShowNotification {
  constructor(private readonly db: DataSource) {}

  /** Throws `request.not_found`. */
  async one(id: string): Promise<NotificationView> {
    const notification = await this.db.manager.findOneBy(Notification, { id });
    if (!notification) throw new Failure('request.not_found');
    const deliveries = await this.deliveries({ notificationId: id });
    const where = ofThese(deliveries);
    const attempts = byDelivery(await this.db.manager.find(Attempt, { where, order: { number: 'ASC' } }));
    const resends = byDelivery(await this.db.manager.find(DeliveryResend, { where, order: { number: 'ASC' } }));
    const reports = byDelivery(
      await this.db.manager.find(DeliveryReport, { where, order: { reportedAt: 'ASC', eventId: 'ASC' } }),
    );
    const searches = byDelivery(await this.db.manager.find(SentSearch, { where }));
    const replies = await this.repliesTo(deliveries);
    const pauses = await this.pausesOf(deliveries);
    return {
      ...viewNotification(notification),
      deliveries: deliveries.map((it) => ({
        ...viewDelivery(it, pauses),
        attempts: attempts.get(it.id)?.map(viewAttempt) ?? [],
        resends: resends.get(it.id)?.map(viewResend) ?? [],
        reports: reports.get(it.id)?.map(viewReport) ?? [],
        search: searches.get(it.id)?.map(viewSearch)[0] ?? null,
        repliedAt: repliedAt(replies.get(it.id)),
        replies: replies.get(it.id)?.map(viewReply) ?? [],
      })),
    };
  }

  /** Newest first. */
  async page(query: NotificationQuery): Promise<NotificationPage> {
    const found = await findNotifications(this.db, query);
    const { items, next } = cutPage(found, query.limit, cursorAfter);
    const listed = await firstOfEach(this.db, items, query);
    const all = await this.deliveries({ id: Any([...listed.values()].flatMap(({ ids }) => ids)) });
    const deliveries = grouped(all, (it) => it.notificationId);
    const replies = await this.repliesTo(all);
    const pauses = await this.pausesOf(all);
    return {
      items: items.map((it) => ({
        ...viewNotification(it),
        deliveryCount: listed.get(it.id)?.count ?? 0,
        deliveries: (deliveries.get(it.id) ?? []).map((its) => ({
          ...viewDelivery(its, pauses),
          repliedAt: repliedAt(replies.get(its.id)),
        })),
      })),
      next,
    };
  }

  /** The pause that is over last, for each that waits for one. */
  private async pausesOf(deliveries: readonly Delivery[]): Promise<Map<string, Pause>> {
    const waiting = deliveries.filter(isWaiting).map(({ id }) => id);
    if (waiting.length === 0) return new Map();
    const rows: (Pause & { id: string })[] = await this.db.query(
      `SELECT DISTINCT ON (d.id) d.id, p.code, p.until FROM delivery d JOIN profile_pause p USING (profile_id)
       WHERE d.id = ANY($1) AND p.until > now() AND p.from_lane <= d.lane ORDER BY d.id, p.until DESC`,
      [waiting],
    );
    return new Map(rows.map((row) => [row.id, row]));
  }

  /** Oldest first. */
  private async repliesTo(deliveries: readonly Delivery[]): Promise<Map<string, DeliveryReply[]>> {
    const where = ofThese(deliveries);
    const order = { receivedAt: 'ASC', eventId: 'ASC' } as const;
    return byDelivery(await this.db.manager.find(DeliveryReply, { where, order }));
  }

  private deliveries(where: FindOptionsWhere<Delivery>): Promise<Delivery[]> {
    return this.db.manager.find(Delivery, { where, order: { address: 'ASC', id: 'ASC' } });
  }
}

/** One parameter, however many there are: a statement has 65535 of them at the most. */
const ofThese = (deliveries: readonly Delivery[]) => ({ deliveryId: Any(deliveries.map(({ id }) => id)) });

/** A notification may have very many deliveries, so nobody looks through all of them for each. */
function grouped<T>(all: readonly T[], keyOf: (it: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const it of all) {
    const group = groups.get(keyOf(it));
    if (group) group.push(it);
    else groups.set(keyOf(it), [it]);
  }
  return groups;
}

const byDelivery = <T extends { readonly deliveryId: string }>(all: readonly T[]) =>
  grouped(all, ({ deliveryId }) => deliveryId);

const cursorAfter = ({ acceptedAt, id }: Notification): string => writeCursor<TimePlace>({ at: acceptedAt, id });
