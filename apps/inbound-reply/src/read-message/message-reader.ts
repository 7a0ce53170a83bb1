import type { ExtractedReply, InboundMail, ReplyInput } from '@replyline/mail';
import type { CaseInput, CorpusCase } from '@replyline/mail/reading';

/**
 * Reads what strangers wrote. Each method ends within a fixed time and a fixed amount of memory whatever the message
 * is, and rejects with `mail.unreadable` where that is not enough; the next message is read as if nothing had happened.
 */
export abstract class MessageReader {
  abstract read(raw: Uint8Array): Promise<InboundMail>;
  abstract extract(input: ReplyInput): Promise<ExtractedReply>;
  abstract corpusCase(input: CaseInput): Promise<CorpusCase>;
}
