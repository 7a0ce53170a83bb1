import { ReplyNotedV1, type EventOf } from '@replyline/contracts';
import { Consume } from '@replyline/messaging';
import { Controller } from '@nestjs/common';
import { NoteReply } from './note-reply.js';

/** Hears that there was an answer, and no word of it: what cannot be handled is kept, and read by operators. */
@Controller()
export class NoteReplyConsumer {
  constructor(private readonly noteReply: NoteReply) {}

  @Consume(ReplyNotedV1, { durable: 'outbound-mail-note-reply' })
  onReplyNoted({ id, data }: EventOf<typeof ReplyNotedV1>): Promise<void> {
    return this.noteReply.once({ eventId: id, ...data });
  }
}
