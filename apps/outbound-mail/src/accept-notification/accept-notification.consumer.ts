import { NotificationRequestedV1, type EventOf } from '@replyline/contracts';
import { Consume } from '@replyline/messaging';
import { Controller } from '@nestjs/common';
import { ACCEPT_NOTIFICATION, AcceptNotification } from './accept-notification.js';

@Controller()
export class AcceptNotificationConsumer {
  constructor(private readonly acceptNotification: AcceptNotification) {}

  @Consume(NotificationRequestedV1, { durable: ACCEPT_NOTIFICATION })
  onNotificationRequested(event: EventOf<typeof NotificationRequestedV1>): Promise<void> {
    return this.acceptNotification.once(event);
  }
}
