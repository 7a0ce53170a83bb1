import type { Event, Origin } from '@replyline/contracts';
import type { Facts } from '@replyline/mail';
import type { ReplyFiles } from '../keep-files/reply-files.js';
import type { AnnouncedMail, SentMail } from '../remember-sent-mail/announced-mail.entity.js';
import { SOURCE } from '../source.js';
import type { Besides } from './besides.js';
import type { Decided } from './decide.js';

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

/** Everything that comes of an answer was set in motion by what asked for the mail. */
export const causedByMail = ({ eventId, correlationId }: Pick<SentMail, 'eventId' | 'correlationId'>): Origin => ({
  source: SOURCE,
  causationid: eventId,
  ...(correlationId !== null && { correlationid: correlationId }),
});
