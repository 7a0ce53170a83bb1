import type { Facts } from '@replyline/mail';

/** What was decided, as a row has it. */
interface Was {
  readonly outcome: string | null;
  readonly decidedBy: string | null;
  readonly verdict: object | null;
}

/** What the table of rules says of the same mail in the corpus, and what has to be known of it besides. */
interface Shown {
  readonly verdict: string | null;
  readonly decidedBy: string | null;
  readonly facts?: Partial<Facts>;
}

/** Facts that no case shows by itself: they came from what the service knew. */
const FACTS: Readonly<Record<string, Partial<Facts>>> = {
  'sender-not-proven': { senderProven: 'not-proven' },
  'own-mail': { hasOwnMessageId: true },
  duplicate: { alreadyReceived: true },
  'answers-notice': { answersNotice: true },
  'too-many-replies': { isFlooded: true },
};
const ACCEPTED = { verdict: 'accept', decidedBy: 'accept' } as const;
/** What the service decides behind the table. */
const BEHIND_TABLE: Readonly<Record<string, Shown>> = {
  'too-long': ACCEPTED,
  discarded: ACCEPTED,
  'never-known': { verdict: 'wait', decidedBy: 'not-yet-known' },
};

export function shownVerdict({ outcome, decidedBy, verdict }: Was): Shown {
  const behind = BEHIND_TABLE[decidedBy ?? ''];
  if (behind) return behind;
  // Who is not on record is told by From.
  const isByFrom = (verdict as { because?: unknown } | null)?.because === 'sender-not-on-record';
  const facts = isByFrom ? undefined : FACTS[decidedBy ?? ''];
  return { verdict: outcome, decidedBy, ...(facts && { facts }) };
}
