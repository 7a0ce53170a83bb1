import { ReplyHeldV1, ReplyReceivedV1, ReplyRejectedV1, type EventOf } from '@replyline/contracts';
import { Consume } from '@replyline/messaging';
import { Controller } from '@nestjs/common';
import { NoteReply } from './note-reply.js';

@Controller()
export class NoteReplyConsumer {
  constructor(private readonly noteReply: NoteReply) {}

  @Consume(ReplyReceivedV1, { durable: 'outbound-mail-note-reply-received' })
  onReplyReceived({ id, data: { deliveryId, receivedAt } }: EventOf<typeof ReplyReceivedV1>): Promise<void> {
    return this.noteReply.once({ eventId: id, deliveryId, outcome: 'received', receivedAt });
  }

  @Consume(ReplyHeldV1, { durable: 'outbound-mail-note-reply-held' })
  onReplyHeld({ id, time, data: { deliveryId } }: EventOf<typeof ReplyHeldV1>): Promise<void> {
    return this.noteReply.once({ eventId: id, deliveryId, outcome: 'held', receivedAt: time });
  }

  @Consume(ReplyRejectedV1, { durable: 'outbound-mail-note-reply-rejected' })
  onReplyRejected({ id, time, data: { deliveryId } }: EventOf<typeof ReplyRejectedV1>): Promise<void> {
    return this.noteReply.once({ eventId: id, deliveryId, outcome: 'rejected', receivedAt: time });
  }
}
