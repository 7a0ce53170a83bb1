import { isOpen } from '../held-replies/standing.js';
import { MAIL_OUTCOMES, type MailOutcome } from '../read-mailbox/inbound-mail.entity.js';

/**
 * What is over once its verdict stands, so that INBOX shows what is not: mail that waits for news of what was sent, and
 * mail that nobody could read, somebody else had read or was too large, which an operator may mend and replay. A held
 * reply moves when its owner has decided, or cannot any more.
 */
const IS_OVER: Record<MailOutcome, boolean> = {
  accept: true,
  hold: true,
  ignore: true,
  reject: true,
  'record-bounce': true,
  'record-complaint': true,
  'too-large': false,
  wait: false,
  unreadable: false,
  skipped: false,
};

export const OUTCOMES_THAT_MOVE: readonly MailOutcome[] = MAIL_OUTCOMES.filter((outcome) => IS_OVER[outcome]);

type Place = `$${number}`;

/**
 * In SQL, of a mail `m`: nobody is expected to decide anything about it any more. What is not whole is fetched from INBOX when
 * it is replayed, and stays there. `outcomes` is the place of `OUTCOMES_THAT_MOVE`, `since` that of `waitsSince` the run.
 */
export const isSettled = (outcomes: Place, since: Place): string =>
  `m.state = 'processed' AND coalesce(m.outcome = ANY(${outcomes}), false) AND m.is_whole
   AND NOT EXISTS (SELECT 1 FROM held_reply h WHERE h.inbound_mail_id = m.id AND ${isOpen(since)})`;

/** And `\\Seen` was set because of its verdict, which so is committed. */
export const mayMove = (outcomes: Place, since: Place): string =>
  `m.seen_at IS NOT NULL AND ${isSettled(outcomes, since)}`;
