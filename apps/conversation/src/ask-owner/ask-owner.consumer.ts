import { ReplyHeldV1, type EventOf } from '@replyline/contracts';
import { Consume } from '@replyline/messaging';
import { Controller } from '@nestjs/common';
import { ASK_OWNER, AskOwner } from './ask-owner.js';

@Controller()
export class AskOwnerConsumer {
  constructor(private readonly askOwner: AskOwner) {}

  @Consume(ReplyHeldV1, { durable: ASK_OWNER })
  onReplyHeld(event: EventOf<typeof ReplyHeldV1>): Promise<void> {
    return this.askOwner.once(event);
  }
}
