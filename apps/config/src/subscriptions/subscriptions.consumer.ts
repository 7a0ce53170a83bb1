import { SubscriptionEndedV1, SubscriptionResumedV1, type EventOf } from '@replyline/contracts';
import { Consume } from '@replyline/messaging';
import { Controller } from '@nestjs/common';
import { Subscriptions } from './subscriptions.js';

const END = 'config-end-subscription';
const RESUME = 'config-resume-subscription';

/** What people say about topics by the links in their mail. */
@Controller()
export class SubscriptionsConsumer {
  constructor(private readonly subscriptions: Subscriptions) {}

  @Consume(SubscriptionEndedV1, { durable: END })
  onSubscriptionEnded(event: EventOf<typeof SubscriptionEndedV1>): Promise<void> {
    return this.subscriptions.hear(event, 'ended', END);
  }

  @Consume(SubscriptionResumedV1, { durable: RESUME })
  onSubscriptionResumed(event: EventOf<typeof SubscriptionResumedV1>): Promise<void> {
    return this.subscriptions.hear(event, 'resumed', RESUME);
  }
}
