import { triage, type Facts, type InboundMail, type Verdict as TriageVerdict } from '@replyline/mail';
import { beginning, beginningInJson, octetsInJson } from '@replyline/mail/text';
import type { Untold } from './notices.js';

/** The contract of a reply allows this much; in octets, because an event has at most 256 KB. */
const MAX_TEXT_LENGTH = 100_000;
const MAX_TEXT_BYTES = 200_000;

/** Why a reply cannot be posted: what the triage table says, and what only this service knows. */
export type RejectReason =
  Extract<TriageVerdict, { outcome: 'reject' }>['reason'] | 'too-long' | 'too-large' | 'unknown-mail';

export type Verdict =
  | Exclude<TriageVerdict, { outcome: 'reject' }>
  | { readonly outcome: 'reject'; readonly reason: RejectReason }
  /** Over the limit of a mail, and nothing that a person is owed an answer to. */
  | { readonly outcome: 'too-large' }
  /** Could not be fetched, or not be parsed within its limits. Kept as it came. */
  | { readonly outcome: 'unreadable'; readonly because: string };

export type Decided = Verdict & {
  readonly decidedBy: string;
  readonly passed: readonly string[];
  /** Why the person on record was not told, where he would have been. */
  readonly untold?: Untold;
};

export interface Circumstances {
  /** False when the mail was over the limit and only its header section is here. */
  readonly isWhole: boolean;
  /** False when the announcement of the mail that was answered is not to be expected any more. */
  readonly mayWait: boolean;
  /** The reply goes on where reading it ended. */
  readonly isCut: boolean;
}

/** The table decides what a mail is; this adds the limits of what can be carried on. */
export function decide(mail: InboundMail, facts: Facts, { isWhole, mayWait, isCut }: Circumstances): Decided {
  const verdict = triage(mail, mayWait ? facts : { ...facts, awaitsMail: false });
  const instead = (it: Verdict, decidedBy: string): Decided => ({
    ...it,
    decidedBy,
    passed: [...verdict.passed, verdict.decidedBy],
  });
  if (verdict.outcome === 'wait' && !mayWait)
    return instead({ outcome: 'reject', reason: 'unknown-mail' }, 'never-known');
  if (!isWhole && isOwedAnAnswer(verdict)) return instead({ outcome: 'reject', reason: 'too-large' }, 'too-large');
  if (!isWhole && verdict.outcome !== 'wait') return instead({ outcome: 'too-large' }, 'too-large');
  const isEmpty = facts.replyText.trim() === '' && !facts.hasFiles;
  const isPostable = verdict.outcome === 'accept' || verdict.outcome === 'hold';
  // What would be held for somebody must be something that he can post.
  const unpostable = mail.encryption === undefined ? 'empty' : 'encrypted';
  if (verdict.outcome === 'hold' && isEmpty) return instead({ outcome: 'reject', reason: unpostable }, unpostable);
  if (isPostable && (isCut || isTooLong(facts.replyText)))
    return instead({ outcome: 'reject', reason: 'too-long' }, 'too-long');
  return verdict;
}

const isOwedAnAnswer = ({ outcome }: TriageVerdict): boolean => ['accept', 'hold', 'reject'].includes(outcome);

export const isTooLong = (text: string): boolean =>
  text.length > MAX_TEXT_LENGTH || octetsInJson(text) > MAX_TEXT_BYTES;

/** What of a text that is too long can be returned: its beginning, never half a character. */
export const shortened = (text: string): string => beginningInJson(beginning(text, MAX_TEXT_LENGTH), MAX_TEXT_BYTES);
