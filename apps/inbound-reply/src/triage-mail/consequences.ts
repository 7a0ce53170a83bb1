import {
  mailAddress,
  MAX_EVENT_BYTES,
  MailBouncedV1,
  ReplyHeldV1,
  ReplyReceivedV1,
  ReplyRejectedV1,
  stableId,
  type Event,
  type Origin,
} from '@replyline/contracts';
import type { Facts } from '@replyline/mail';
import { octetsInJson } from '@replyline/mail/text';
import type { ReplyFiles } from '../keep-files/reply-files.js';
import type { AnnouncedMail, SentMail } from '../remember-sent-mail/announced-mail.entity.js';
import { SOURCE } from '../source.js';
import type { Besides } from './besides.js';
import { shortened, type Decided } from './decide.js';
import { smallerPosts } from './smaller-posts.js';

/** A reply that waits for its owner. */
interface Holding extends ReplyFiles {
  readonly id: string;
  readonly replyId: string;
  readonly replyKey: string;
  readonly text: string;
  readonly confidence: number;
  readonly because: string;
}

/** What a verdict leads to, once per `claim`: the second copy of a mail leads to nothing. */
export interface Consequences {
  readonly claim: string;
  readonly event: Event;
  readonly holding?: Holding;
  /** Who gets a mail because of the event. */
  readonly tells?: string;
  /** Why, where he gets it once a day for the same reason. */
  readonly reason?: string;
  /** Where a post appears because of it. */
  readonly conversationId?: string | null;
}

export interface Decision extends ReplyFiles {
  readonly verdict: Decided;
  /** `identityOf` the mail. */
  readonly identity: string;
  readonly receivedAt: Date;
  readonly senderIsOnRecord: boolean;
  readonly senderProven: Facts['senderProven'];
  /** The mail of ours that was answered. */
  readonly sent?: SentMail | undefined;
  /** The mail of ours that came back. */
  readonly reported?: AnnouncedMail | undefined;
  readonly replyId?: string | undefined;
  readonly text: string;
  readonly confidence: number;
  /** Of a report: whether it quotes a token that we made. */
  readonly quotesToken?: boolean | undefined;
  readonly besides: Besides;
}

/** What follows from a decision. Machines, forgers and strangers are never answered, and nothing is said about them. */
export function consequencesOf(decision: Decision): Consequences | undefined {
  const { verdict, sent, replyId } = decision;
  if (verdict.outcome === 'record-bounce') return bounced(decision, verdict.report);
  if (verdict.outcome === 'record-complaint') return complained(decision, verdict.complaint);
  if (!sent || replyId === undefined) return undefined;
  if (verdict.outcome === 'accept') return received(decision, sent, replyId);
  if (verdict.outcome === 'hold') return held(decision, sent, replyId, verdict.because);
  if (verdict.outcome === 'reject' && decision.senderIsOnRecord)
    return rejected(decision, sent, replyId, verdict.reason);
  return undefined;
}

/** Everything that comes of an answer was set in motion by what asked for the mail. */
export const causedByMail = ({ eventId, correlationId }: Pick<SentMail, 'eventId' | 'correlationId'>): Origin => ({
  source: SOURCE,
  causationid: eventId,
  ...(correlationId !== null && { correlationid: correlationId }),
});

export interface Post extends ReplyFiles {
  readonly replyId: string;
  readonly text: string;
  readonly confidence: number;
  readonly receivedAt: Date;
  readonly besides: Besides;
}

/** The id of the event is the id of the reply: however it came to be posted, it is posted once. It fits into an event. */
export function replyReceived(post: Post, sent: SentMail): Event | undefined {
  const { conversationId, postId } = sent;
  if (conversationId === null || postId === null) return undefined;
  let event: Event | undefined;
  for (const smaller of smallerPosts(post)) {
    event = madeOf(smaller, sent, { conversationId, postId });
    if (octetsInJson(event) <= MAX_EVENT_BYTES) break;
  }
  return event;
}

/** Which post is answered. */
interface Answered {
  readonly conversationId: string;
  readonly postId: string;
}

const madeOf = (post: Post, sent: SentMail, { conversationId, postId }: Answered): Event =>
  ReplyReceivedV1.make(
    {
      replyId: post.replyId,
      conversationId,
      postId,
      ...about(sent),
      text: post.text,
      confidence: post.confidence,
      ...post.besides,
      receivedAt: post.receivedAt.toISOString(),
      ...(post.files.length > 0 && { files: post.files }),
      ...(post.leftOut.length > 0 && { leftOut: post.leftOut }),
    },
    { ...causedByMail(sent), id: post.replyId, subject: conversationId },
  );

function received(decision: Decision, sent: SentMail, replyId: string): Consequences | undefined {
  const event = replyReceived({ ...decision, replyId }, sent);
  return event && { claim: replyId, event, conversationId: sent.conversationId };
}

function held(decision: Decision, sent: SentMail, replyId: string, because: string): Consequences | undefined {
  if (sent.conversationId === null) return undefined;
  const id = stableId('held', replyId);
  const { text, confidence, files, leftOut } = decision;
  return {
    claim: id,
    event: ReplyHeldV1.make(
      { heldReplyId: id, ...about(sent), conversationId: sent.conversationId, reason: because },
      { ...causedByMail(sent), id },
    ),
    holding: { id, replyId, replyKey: sent.replyKey, text, confidence, because, files, leftOut },
    tells: sent.userId,
  };
}

/** What a forger wrote is not handed to the person on record as his own words, in a mail of ours. */
function rejected({ text, senderProven }: Decision, sent: SentMail, replyId: string, reason: string): Consequences {
  const own = senderProven === 'proven' ? shortened(text) : '';
  const claim = stableId('rejected', replyId);
  const conversation = sent.conversationId === null ? {} : { conversationId: sent.conversationId };
  return {
    claim,
    event: ReplyRejectedV1.make(
      { replyId, ...about(sent), ...conversation, reason, text: own },
      { ...causedByMail(sent), id: claim },
    ),
    tells: sent.userId,
    reason,
  };
}

const about = ({ userId, deliveryId }: SentMail) => ({ userId, deliveryId });

type VerdictOf<O extends Decided['outcome']> = Extract<Decided, { outcome: O }>;
type Report = VerdictOf<'record-bounce'>['report'];

function bounced(decision: Decision, report: Report): Consequences {
  const { action, statusCode, isPermanent, originalRecipient, finalRecipient } = report;
  const about = aboutReported(decision, [originalRecipient, finalRecipient]);
  return reported(decision, { kind: 'bounce', ...about, action, statusCode, isPermanent });
}

/** RFC 3463 §3.8: it was refused by somebody's decision, which is final. */
const COMPLAINED = { kind: 'complaint', action: 'complaint', statusCode: '5.7.1', isPermanent: true } as const;

const complained = (decision: Decision, { recipient }: VerdictOf<'record-complaint'>['complaint']): Consequences =>
  reported(decision, { ...COMPLAINED, ...aboutReported(decision, [recipient]) });

function reported(
  { identity, reported: mail }: Decision,
  data: Parameters<typeof MailBouncedV1.make>[0],
): Consequences {
  const claim = stableId('bounced', identity);
  const origin = mail ? causedByMail(mail) : { source: SOURCE };
  return { claim, event: MailBouncedV1.make(data, { ...origin, id: claim }) };
}

/** Whom we addressed is what we know of the mail; of others a report may say anything, also what is no address. */
function aboutReported({ reported: mail, quotesToken = false }: Decision, named: readonly (string | undefined)[]) {
  const recipient = [mail?.address, ...named].find((it) => mailAddress.safeParse(it).success);
  return {
    ...(mail && { deliveryId: mail.deliveryId }),
    ...(recipient !== undefined && { recipient }),
    quotesToken,
  };
}
