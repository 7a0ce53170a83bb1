import {
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

export const originOf = ({ notificationId, correlationId }: Pick<About, 'notificationId' | 'correlationId'>) => ({
  source: SOURCE,
  subject: notificationId,
  ...(correlationId && { correlationid: correlationId }),
});

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
