import { NotificationRequestedV1, requestsIn, type EventOf } from '@replyline/contracts';
import { Consume } from '@replyline/messaging';
import { Controller } from '@nestjs/common';
import { AcceptNotification } from './accept-notification.js';

type Requested = EventOf<typeof NotificationRequestedV1>;

/** A durable for each lane: what is tried again keeps its place in its own, and urgent requests have theirs. */
@Controller()
export class AcceptNotificationConsumer {
  constructor(private readonly acceptNotification: AcceptNotification) {}

  @Consume(NotificationRequestedV1, { durable: 'outbound-mail-accept-urgent', filter: requestsIn('urgent') })
  onUrgentRequest(event: Requested): Promise<void> {
    return this.acceptNotification.once(event);
  }

  @Consume(NotificationRequestedV1, { durable: 'outbound-mail-accept-normal', filter: requestsIn('normal') })
  onNormalRequest(event: Requested): Promise<void> {
    return this.acceptNotification.once(event);
  }

  @Consume(NotificationRequestedV1, { durable: 'outbound-mail-accept-bulk', filter: requestsIn('bulk') })
  onBulkRequest(event: Requested): Promise<void> {
    return this.acceptNotification.once(event);
  }
}
