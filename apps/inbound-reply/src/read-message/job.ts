import type { ExtractedReply, InboundMail, ReplyInput } from '@replyline/mail';
import type { ErrorCode } from '@replyline/errors';

/** What the worker thread is asked, one at a time. */
export type Job =
  { readonly kind: 'read'; readonly raw: Uint8Array } | { readonly kind: 'extract'; readonly input: ReplyInput };

/** What it answers. A Failure does not survive the way between threads: its code does. */
export type Done =
  { readonly result: InboundMail | ExtractedReply } | { readonly code: ErrorCode | 'defect'; readonly message: string };
