import {
  intentCandidates,
  triage,
  type Evidence,
  type InboundMail,
  type IntentFact,
  type SentMail,
  type Triaged,
} from '@replyline/mail';
import { extractReply } from '@replyline/mail/reading';

/** What is printed for one file. */
export interface Explanation {
  readonly file: string;
  /** The outcome, and why where that is not plain from it. */
  readonly verdict: string;
  /** The rule that decided. */
  readonly decidedBy: string;
  readonly intent: IntentFact['kind'];
  readonly reply: { readonly text: string; readonly confidence: number; readonly evidence: readonly Evidence[] };
}

/** Without a key no token can be verified, so nothing here is ever accepted; everything else is as the service sees it. */
export function explainMail(file: string, mail: InboundMail, sent?: SentMail): Explanation {
  const { text, confidence, evidence } = extractReply({ mail, ...(sent && { sent }) });
  const [token] = intentCandidates(mail);
  const intent: IntentFact = token === undefined ? { kind: 'none' } : { kind: 'unverified', token };
  const verdict = triage(mail, {
    intent,
    senderProven: 'not-proven',
    senderIsOnRecord: false,
    alreadyReceived: false,
    replyText: text,
  });
  return {
    file,
    verdict: say(verdict),
    decidedBy: verdict.decidedBy,
    intent: intent.kind,
    reply: { text, confidence, evidence },
  };
}

export const unreadable = (file: string): Explanation => ({
  file,
  verdict: 'unreadable',
  decidedBy: 'read-message',
  intent: 'none',
  reply: { text: '', confidence: 0, evidence: [] },
});

function say(verdict: Triaged): string {
  if ('because' in verdict) return `${verdict.outcome}: ${verdict.because}`;
  return verdict.outcome === 'reject' ? `${verdict.outcome}: ${verdict.reason}` : verdict.outcome;
}

/** The sent mail as alignment wants it. */
export const asSent = ({ text = '', html, subject, from }: InboundMail): SentMail => ({
  text,
  subject,
  ...(html !== undefined && { html }),
  ...(from[0] && { from: `${from[0].name} <${from[0].address}>` }),
});
