import { ReplyReceivedV1, type EventOf } from '@replyline/contracts';
import { Consume } from '@replyline/messaging';
import { Controller } from '@nestjs/common';
import { APPEND_REPLY, AppendReply } from './append-reply.js';

@Controller()
export class AppendReplyConsumer {
  constructor(private readonly appendReply: AppendReply) {}

  @Consume(ReplyReceivedV1, { durable: APPEND_REPLY })
  onReplyReceived(event: EventOf<typeof ReplyReceivedV1>): Promise<void> {
    return this.appendReply.once(event);
  }
}
