import { randomUUID } from 'node:crypto';
import { NotificationCancelV1, NotificationRequestedV1, type EventOf, type Origin } from '@replyline/contracts';

export type Notification = EventOf<typeof NotificationRequestedV1>;
export type Cancellation = EventOf<typeof NotificationCancelV1>;

/** What is asked for: kind, recipients, variables, lane, `notBefore`, `idempotencyKey`. */
export type Wanted = Parameters<typeof NotificationRequestedV1.make>[0];

export interface About extends Partial<Omit<Origin, 'source'>> {
  /** After this moment nobody wants the mail any more. */
  readonly expiresAt?: Date;
}

/**
 * The event that asks for a notification. It is plain JSON: write it down in the transaction that is the reason for it, and
 * publish it from there as often as need be; its `id` makes it one.
 *
 * Throws `contract.invalid_event`, which names the fields that are wrong.
 */
export const notificationOf = (publisher: string, data: Wanted, { expiresAt, ...origin }: About = {}): Notification =>
  NotificationRequestedV1.parse({
    ...envelopeOf(publisher, origin),
    type: NotificationRequestedV1.type,
    ...(expiresAt && { expirytime: expiresAt.toISOString() }),
    data,
  });

/** The event that takes a notification back. */
export const cancellationOf = ({ source, id, correlationid }: Notification): Cancellation =>
  NotificationCancelV1.parse({
    ...envelopeOf(source.slice(SERVICES.length), { ...(correlationid && { correlationid }), causationid: id }),
    type: NotificationCancelV1.type,
    data: { eventId: id },
  });

const SERVICES = '/services/';

const envelopeOf = (publisher: string, origin: Partial<Origin>) => ({
  specversion: '1.0',
  id: randomUUID(),
  correlationid: randomUUID(),
  time: new Date().toISOString(),
  ...origin,
  source: `${SERVICES}${publisher}`,
});
