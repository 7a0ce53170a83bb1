import type { ExtractedReply, InboundMail, ReplyInput } from '@replyline/mail';
import type { CaseInput, CorpusCase } from '@replyline/mail/reading';
import type { ErrorCode } from '@replyline/errors';

/** What the worker thread is asked: several at a time, because each way between threads costs as much as a short mail does. */
export type Job =
  | { readonly kind: 'read'; readonly raw: Uint8Array }
  | { readonly kind: 'extract'; readonly input: ReplyInput }
  | { readonly kind: 'case'; readonly input: CaseInput }
  /** The content of those attachments that have one of these hashes. */
  | { readonly kind: 'contents'; readonly raw: Uint8Array; readonly hashes: readonly string[] };

/** By hash. */
export type Contents = ReadonlyMap<string, Uint8Array>;

/** What it answers to each, in their order. A Failure does not survive the way between threads: its code does. An error does. */
export type Done =
  | { readonly result: InboundMail | ExtractedReply | CorpusCase | Contents }
  | { readonly code: ErrorCode }
  | { readonly defect: unknown };
