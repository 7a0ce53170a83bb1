import type { ExtractedReply, InboundMail, ReplyInput } from '@replyline/mail';

/**
 * Reads what strangers wrote. Both methods end within a fixed time and a fixed amount of memory whatever the message
 * is, and reject with `mail.unreadable` where that is not enough; the next message is read as if nothing had happened.
 */
export abstract class MessageReader {
  abstract read(raw: Uint8Array): Promise<InboundMail>;
  abstract extract(input: ReplyInput): Promise<ExtractedReply>;
}
