import { ReplyHeldV1, ReplyRejectedV1, stableId } from '@replyline/contracts';
import type { SentMail } from '../remember-sent-mail/announced-mail.entity.js';
import { shortened } from './decide.js';
import { causedByMail, type Consequences, type Decision } from './decision.js';
import { bounced, complained } from './mail-bounced.js';
import { replyReceived } from './reply-received.js';

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
