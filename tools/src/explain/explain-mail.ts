import { readToken, type IntentKeys, type Purpose } from '@replyline/intent';
import {
  chooseFiles,
  intentCandidates,
  triage,
  type Evidence,
  type FileFate,
  type InboundMail,
  type IntentFact,
  type RejectReason,
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
  /** What the person can do to have more explained. */
  readonly hint?: string;
  /** What the mail that is answered was for: known only where its token was verified. */
  readonly purpose?: Purpose;
  /** Present where what the person wrote is there, and only a key opens it: there is no reply to read then. */
  readonly encryption?: NonNullable<InboundMail['encryption']>;
  readonly reply: { readonly text: string; readonly confidence: number; readonly evidence: readonly Evidence[] };
  /** What would become of each attachment; without what limits, a scanner and earlier replies say. */
  readonly files?: readonly FileFate[];
}

export interface Known {
  /** The mail that was answered. */
  readonly sent?: SentMail | undefined;
  /** Without them no token can be verified. */
  readonly keys?: IntentKeys | undefined;
  readonly now: Date;
}

/** Without keys every answer has a token that says nothing: that is not the mail's fault. */
const UNDECIDED = 'undecided: there are no keys to read its reply token with';
const NO_KEYS =
  'INTENT_KEYS is not set, so the reply token cannot be read and the verdict is not what the service decides; give the keys as the services have them: INTENT_KEYS=number:key npm run --silent explain -- …';
/** Forged looks the same as foreign: nobody can tell who made what no key here made. */
const FOREIGN =
  'none of INTENT_KEYS made the reply token: it is forged, of another installation, or its key is no longer in INTENT_KEYS';
const HINTS: Partial<Record<IntentFact['kind'], string>> = { unverified: NO_KEYS, forged: FOREIGN };

/** What the reasons of the service mean. */
const REASONS: Readonly<Record<RejectReason, string>> = {
  'no-reply': 'the mail that it answers takes no replies',
  expired: 'its reply token was made by us and ran out',
  encrypted: 'no key here opens it',
  empty: 'its writer added nothing',
};

/** Nobody is known to have written it, so nothing here is ever accepted; everything else is as the service sees it. */
export function explainMail(file: string, mail: InboundMail, known: Known): Explanation {
  const extracted = extractReply({ mail, ...(known.sent && { sent: known.sent }) });
  const { text, confidence, evidence } = extracted;
  const files = chooseFiles(mail.attachments, { ...NOTHING_KNOWN, shown: new Set(extracted.pictures) });
  const { intent, purpose } = intentOf(mail, known);
  const verdict = triage(mail, {
    intent,
    senderProven: 'not-proven',
    // Who was asked is not known here: what tells software from him by that says nothing.
    senderIsOnRecord: true,
    alreadyReceived: false,
    replyText: text,
    hasFiles: files.some(({ fate }) => fate !== 'dropped'),
  });
  // What a rule before the token decided is decided.
  const hint = ['no-intent', 'forged'].includes(verdict.decidedBy) ? HINTS[intent.kind] : undefined;
  return {
    file,
    verdict: intent.kind === 'unverified' && verdict.decidedBy === 'no-intent' ? UNDECIDED : say(verdict),
    decidedBy: verdict.decidedBy,
    intent: intent.kind,
    ...(hint !== undefined && { hint }),
    ...(purpose && { purpose }),
    ...(mail.encryption && { encryption: mail.encryption }),
    reply: { text, confidence, evidence },
    ...(files.length > 0 && { files }),
  };
}

/** Limits and habits are those of a service and of a person. */
const NOTHING_KNOWN = {
  familiar: new Set<string>(),
  limits: { files: Infinity, fileBytes: Infinity, totalBytes: Infinity },
};

/** Tokens come most telling first, and the first one that we made counts. */
function intentOf(mail: InboundMail, { keys, now }: Known): { intent: IntentFact; purpose?: Purpose } {
  const tokens = intentCandidates(mail);
  const [token] = tokens;
  if (token === undefined) return { intent: { kind: 'none' } };
  if (!keys) return { intent: { kind: 'unverified', token } };
  for (const candidate of tokens) {
    const reading = readToken(candidate, keys, now);
    if (reading.kind === 'forged') continue;
    const { purpose, replyKey } = reading.intent;
    return { intent: { kind: reading.kind, purpose, replyKey }, purpose };
  }
  return { intent: { kind: 'forged' } };
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
  return verdict.outcome === 'reject' ? `reject: ${verdict.reason}: ${REASONS[verdict.reason]}` : verdict.outcome;
}

/** The sent mail as alignment wants it. */
export const asSent = ({ text = '', html, subject, from }: InboundMail): SentMail => ({
  text,
  subject,
  ...(html !== undefined && { html }),
  ...(from[0] && { from: `${from[0].name} <${from[0].address}>` }),
});
