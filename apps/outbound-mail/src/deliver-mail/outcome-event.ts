import {
  NotificationCancelledV1,
  NotificationDeferredV1,
  NotificationFailedV1,
  NotificationSentV1,
  NotificationUnknownV1,
  type Event,
} from '@replyline/contracts';
import { SOURCE } from '../source.js';
import type { Settlement } from './settle-attempt.js';

/** Which delivery an event is about, and which attempt ended. */
export interface About {
  readonly id: string;
  readonly notificationId: string;
  readonly correlationId: string | null;
  readonly attempt: number;
  readonly messageId: string;
  readonly nextAttemptAt: Date;
}

interface OutcomeEvent {
  readonly state: Settlement['state'] | 'cancelled';
  readonly event: Event;
}

export const originOf = ({ notificationId, correlationId }: Pick<About, 'notificationId' | 'correlationId'>) => ({
  source: SOURCE,
  subject: notificationId,
  ...(correlationId && { correlationid: correlationId }),
});

/** What a settlement becomes when its notification was cancelled meanwhile: nothing is tried again. */
export function ifCancelled(settlement: Settlement): 'cancelled' | 'unknown' | undefined {
  if (settlement.state !== 'deferred') return undefined;
  return settlement.code === 'provider.unknown_outcome' ? 'unknown' : 'cancelled';
}

/** When the next attempt is due is for the database to say: see `ledger-query.ts`. */
const DUE_LATER = new Date(0);

/** What the others learn of a settlement, for each state that it may lead to. */
export function outcomeEvents(it: Omit<About, 'nextAttemptAt'>, settlement: Settlement): OutcomeEvent[] {
  const about = { ...it, nextAttemptAt: DUE_LATER };
  const planned = { state: settlement.state, event: outcomeEvent(about, settlement) };
  const other = ifCancelled(settlement);
  if (other === undefined || settlement.state !== 'deferred') return [planned];
  const { code } = settlement;
  const event = other === 'cancelled' ? cancelledEvent(about) : outcomeEvent(about, { state: other, code });
  return [planned, { state: other, event }];
}

export const cancelledEvent = (about: Pick<About, 'id' | 'notificationId' | 'correlationId'>): Event =>
  NotificationCancelledV1.make({ notificationId: about.notificationId, deliveryId: about.id }, originOf(about));

/** What the others learn of a settlement. */
export function outcomeEvent(about: About, settlement: Settlement): Event {
  const { id: deliveryId, notificationId, attempt, messageId, nextAttemptAt } = about;
  const data = { notificationId, deliveryId, attempt };
  const origin = originOf(about);
  switch (settlement.state) {
    case 'sent': {
      const { replyCode, providerMessageId } = settlement;
      return NotificationSentV1.make(
        { ...data, messageId, replyCode, ...(providerMessageId && { providerMessageId }) },
        origin,
      );
    }
    case 'deferred':
      return NotificationDeferredV1.make(
        { ...data, code: settlement.code, nextAttemptAt: nextAttemptAt.toISOString() },
        origin,
      );
    case 'failed':
      return NotificationFailedV1.make({ ...data, code: settlement.code }, origin);
    case 'unknown':
      return NotificationUnknownV1.make({ ...data, code: settlement.code }, origin);
  }
}
