import { NotificationAcceptedV1, NotificationSentV1, type EventOf } from '@replyline/contracts';
import { Consume } from '@replyline/messaging';
import { Controller } from '@nestjs/common';
import { REMEMBER_MAIL, REMEMBER_PROVIDER_ID, RememberSentMail } from './remember-sent-mail.js';

@Controller()
export class RememberSentMailConsumer {
  constructor(private readonly remember: RememberSentMail) {}

  @Consume(NotificationAcceptedV1, { durable: REMEMBER_MAIL })
  onAccepted(event: EventOf<typeof NotificationAcceptedV1>): Promise<void> {
    return this.remember.accepted(event);
  }

  @Consume(NotificationSentV1, { durable: REMEMBER_PROVIDER_ID })
  onSent(event: EventOf<typeof NotificationSentV1>): Promise<void> {
    return this.remember.sent(event);
  }
}
