import { SubscriptionBegunV1, type EventOf } from '@replyline/contracts';
import { Consume } from '@replyline/messaging';
import { Controller } from '@nestjs/common';
import { Unsubscriptions } from './unsubscriptions.js';

/** Who subscribes in config wants such mail again. */
@Controller()
export class LiftUnsubscriptionConsumer {
  constructor(private readonly unsubscriptions: Unsubscriptions) {}

  @Consume(SubscriptionBegunV1, { durable: 'outbound-mail-lift-unsubscription' })
  onSubscriptionBegun({ data }: EventOf<typeof SubscriptionBegunV1>): Promise<void> {
    return this.unsubscriptions.lift(data);
  }
}
