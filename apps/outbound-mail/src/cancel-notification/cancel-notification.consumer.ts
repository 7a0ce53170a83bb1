import { NotificationCancelV1, type EventOf } from '@replyline/contracts';
import { Consume } from '@replyline/messaging';
import { Controller } from '@nestjs/common';
import { CANCEL_NOTIFICATION, CancelNotification } from './cancel-notification.js';

@Controller()
export class CancelNotificationConsumer {
  constructor(private readonly cancelNotification: CancelNotification) {}

  @Consume(NotificationCancelV1, { durable: CANCEL_NOTIFICATION })
  onNotificationCancel(event: EventOf<typeof NotificationCancelV1>): Promise<void> {
    return this.cancelNotification.byPublisher(event);
  }
}
