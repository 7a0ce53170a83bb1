import { z } from 'zod';
import { event } from '../event.js';
import { leftOutFile, MOST_LEFT_OUT, MOST_REPLY_FILES, replyFile } from '../reply-file.js';
import { prose } from '../text.js';

const by = { by: ['inbound-reply'] } as const;
const replyId = z.uuid();
const conversationId = z.uuid();
/** The person on record: whom the answered mail was sent to. Never taken from the reply itself. */
const userId = z.uuid();
const text = prose(100_000);
/** The mail that was answered, as outbound-mail calls it. Events from before there was such a field have none. */
const deliveryId = z.uuid().optional();

/** A piece of an answer that was written between the lines of the mail. */
export const inlineAnswer = z.object({
  /** The lines right above it; empty where it stands above all of them. */
  quoted: prose(1_000),
  text: prose(100_000).min(1),
});
export type InlineAnswer = z.output<typeof inlineAnswer>;

/**
 * A person answered a mail of ours, and the answer is his.
 * Not published for automatic responses, delivery status notifications or mail that we could not attribute.
 */
export const ReplyReceivedV1 = event(
  'reply.received.v1',
  z
    .object({
      replyId,
      conversationId,
      /** The post that was answered. */
      postId: z.uuid(),
      userId,
      deliveryId,
      /**
       * What the person wrote, without quoted text and signature. Empty only where files say it all. A picture of it is
       * `![name](cid:<SHA-256>)`, and one of `files`.
       *
       * It is Markdown, and plain text is in it as it was typed. Whoever shows it shows HTML in it as text, loads no picture but
       * a `cid:` of `files`, and follows no link but http, https and mailto.
       */
      text,
      /** From 0 to 1: how sure we are that `text` is all of it and nothing else. */
      confidence: z.number().min(0).max(1),
      /**
       * Where he answered line by line: all of `text` again, each piece with what it answers. Absent where there is no
       * room for it.
       */
      answers: z.array(inlineAnswer).max(200).optional(),
      /**
       * What else his mail says and ours does not, or the beginning of it: signature, footers, words of others. Without links of
       * the quote and without reply addresses, so that every member may see it.
       */
      elided: prose(20_000).optional(),
      receivedAt: z.iso.datetime(),
      /** What came with it, each in the bucket of such files before this is said. */
      files: z.array(replyFile).max(MOST_REPLY_FILES).optional(),
      /** What its sender attached and nobody gets. */
      leftOut: z.array(leftOutFile).max(MOST_LEFT_OUT).optional(),
    })
    .refine((it) => it.text !== '' || [it.files, it.leftOut].some((all) => all && all.length > 0), {
      message: 'is empty, and no file came with it',
      path: ['text'],
    }),
  by,
);

/**
 * Every reason that a service of ours gives. The event takes any text, because a service may be newer than whoever hears
 * it; who puts reasons into words has words for each of these, and a sentence for one that he does not know.
 */
export const rejectionReason = z.enum([
  'no-reply',
  'expired',
  'empty',
  'encrypted',
  'too-long',
  'too-large',
  'unknown-mail',
  'not_a_member',
  'conversation_gone',
]);
export type RejectionReason = z.output<typeof rejectionReason>;

/**
 * A person answered and it cannot be posted; the person on record is told why. `text` is what he wrote, and empty where
 * nothing proves that he did.
 */
export const ReplyRejectedV1 = event(
  'reply.rejected.v1',
  z.object({
    replyId,
    userId,
    deliveryId,
    conversationId: conversationId.optional(),
    reason: z.string().max(60),
    text,
  }),
  by,
);

/** An answer whose writer is not proven; the person on record is asked. */
export const ReplyHeldV1 = event(
  'reply.held.v1',
  z.object({ heldReplyId: z.uuid(), userId, deliveryId, conversationId, reason: z.string().max(60) }),
  by,
);

/** `received`: it is its recipient's answer. `held`: he is asked whether it is. `rejected`: it could not be posted. */
export const replyOutcome = z.enum(['received', 'held', 'rejected']);
export type ReplyOutcome = z.output<typeof replyOutcome>;

/** A mail was answered. Said beside each of the others, for who needs to know that and no word of the answer. */
export const ReplyNotedV1 = event(
  'reply.noted.v1',
  z.object({ deliveryId: z.uuid(), outcome: replyOutcome, receivedAt: z.iso.datetime() }),
  by,
);
