import type { ExtractedReply, InboundMail, ReplyInput } from '@replyline/mail';
import type { CaseInput, CorpusCase } from '@replyline/mail/reading';
import type { Contents } from './job.js';

/**
 * Reads what strangers wrote. Each method ends within a fixed time and a fixed amount of memory whatever the message
 * is, and rejects with `mail.unreadable` where that is not enough; the next message is read as if nothing had happened.
 */
export abstract class MessageReader {
  /** Something will be asked in a moment. */
  abstract prepare(): void;
  abstract read(raw: Uint8Array): Promise<InboundMail>;
  /** The attachments with these hashes: read again, because most mails are read and nothing of them is kept. */
  abstract contents(raw: Uint8Array, hashes: readonly string[]): Promise<Contents>;
  abstract extract(input: ReplyInput): Promise<ExtractedReply>;
  abstract corpusCase(input: CaseInput): Promise<CorpusCase>;
}
