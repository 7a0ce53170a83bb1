import { ReplyRejectedV1, type EventOf } from '@replyline/contracts';
import { Consume } from '@replyline/messaging';
import { Controller } from '@nestjs/common';
import { RETURN_REPLY, ReturnReply } from './return-reply.js';

@Controller()
export class ReturnReplyConsumer {
  constructor(private readonly returnReply: ReturnReply) {}

  @Consume(ReplyRejectedV1, { durable: RETURN_REPLY })
  onReplyRejected(event: EventOf<typeof ReplyRejectedV1>): Promise<void> {
    return this.returnReply.once(event);
  }
}
