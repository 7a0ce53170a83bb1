import { replyFilesOf } from '../keep-files/reply-files.js';
import { besidesOf } from './besides.js';
import type { Taken } from './claim.js';
import { consequencesOf } from './consequences.js';
import type { Consequences, Decision } from './decision.js';
import { decide, type Decided } from './decide.js';
import type { Examined } from './examine-mail.js';
import type { LookedAt } from './look-at-mail.js';
import type { Untold } from './notices.js';
import { nextTryAt } from './retry-schedule.js';
import { identityOf } from './identity-of.js';
import type { StoredMail } from './stored-mail.js';

/** What a mail was decided to be, and what is to follow from it. */
export interface Plan extends LookedAt {
  readonly verdict: Decided;
  readonly consequences: Consequences | undefined;
}

/** A plan that something follows from. */
export type Followed = Plan & { readonly consequences: Consequences };

/** What was found while a plan was carried out. */
export interface CarriedOut {
  /** Its owner had discarded the reply before. */
  readonly wasDiscarded: boolean;
  readonly taken?: Taken | undefined;
  readonly untold?: Untold | undefined;
}

const unreadable = (because: string): Decided => ({ outcome: 'unreadable', because, decidedBy: 'reader', passed: [] });
const UNPARSED = unreadable('it could not be read within its limits');
const UNSERVED = unreadable('the server failed to give it, several times in a row');
const DISCARDED = {
  outcome: 'ignore',
  because: 'the person on record discarded it',
  decidedBy: 'discarded',
} as const;
const DUPLICATE = {
  outcome: 'ignore',
  because: 'the same message was received before',
  decidedBy: 'duplicate',
} as const;

export function planOf({ stored, examined }: LookedAt, now: Date): Plan {
  if (!examined) return { stored, examined, verdict: stored.raw ? UNPARSED : UNSERVED, consequences: undefined };
  const verdict = verdictOf(stored, examined, now);
  return { stored, examined, verdict, consequences: consequencesOf(decisionOf(stored, examined, verdict)) };
}

export function verdictOf({ isWhole, storedAt }: StoredMail, { mail, facts, extracted }: Examined, now: Date): Decided {
  const mayWait = nextTryAt(storedAt, now) !== undefined;
  return decide(mail, facts, { isWhole, mayWait, isCut: extracted.isCut });
}

/** What becomes of a verdict: the second copy of a mail is one, and not everything is worth a mail to somebody. */
export function finalOf(verdict: Decided, { wasDiscarded, taken, untold }: CarriedOut): Decided {
  const passed = [...verdict.passed, verdict.decidedBy];
  if (wasDiscarded) return { ...DISCARDED, passed };
  if (taken === 'elsewhere') return { ...DUPLICATE, passed };
  if (taken === 'before') return verdict;
  return untold ? { ...verdict, untold } : verdict;
}

export const isFollowed = (plan: Plan): plan is Followed => plan.consequences !== undefined;

/** Whether its words, and its files, come to stand somewhere. */
export const isPosted = ({ outcome }: Decided): boolean => outcome === 'accept' || outcome === 'hold';

const decisionOf = (stored: StoredMail, examined: Examined, verdict: Decided): Decision => ({
  verdict,
  identity: identityOf(examined.mail),
  receivedAt: stored.receivedAt,
  senderIsOnRecord: examined.facts.senderIsOnRecord,
  senderProven: examined.facts.senderProven,
  sent: examined.sent,
  reported: examined.reported,
  replyId: examined.replyId,
  text: examined.extracted.text,
  confidence: examined.extracted.confidence,
  quotesToken: examined.quotesToken,
  besides: besidesOf(examined.extracted),
  ...replyFilesOf(examined.files),
});
