import { isBlank } from '../reply/document/line.js';
import { readReply } from '../reply/extract-reply.js';
import type { ExtractedReply, SentMail } from '../reply/extracted-reply.js';
import { readMessage } from '../reading/read-message.js';
import { intentCandidates } from '../facts/intent-candidates.js';
import type { InboundMail } from '../mail.js';
import { triage, type Triaged } from '../triage/triage.js';
import { anonymiseMail } from './anonymise-mail.js';
import { anonymousText } from './anonymous-text.js';
import type { Reading } from '../reply/read-document.js';
import { Pseudonyms } from './pseudonyms.js';

/** What the tokens of the corpus stand for. */
export type TokenKind = 'reply' | 'silent' | 'expired' | 'unknown';
const TOKEN_LENGTH = 40;
const corpusToken = (kind: string): string => kind.repeat(TOKEN_LENGTH).slice(0, TOKEN_LENGTH);

export interface CaseInput {
  readonly raw: Uint8Array;
  readonly sent?: SentMail;
  /** What its token is, where it is one of ours. */
  readonly token?: TokenKind;
  readonly onRecord?: string;
  /** Random octets that nobody keeps. */
  readonly key: Uint8Array;
}

export interface CorpusCase {
  readonly eml: string;
  readonly sent?: string;
  readonly reply: ExtractedReply;
  /** The anonymous mail is decided, and read line by line, as the one that it was made from: it shows the same thing. */
  readonly isFaithful: boolean;
}

/** Whose each line with something on it is. */
const shapeOf = ({ doc, labels }: Reading): string =>
  labels.filter((_label, index) => !isBlank(doc.lines[index])).join();

/**
 * What is decided of a mail and why, whoever sent it: by its fields and parts, and by its words, which an anonymous one
 * does not have.
 */
function verdictsOf(mail: InboundMail, { text }: ExtractedReply): string {
  const facts = { intent: ANSWERS, alreadyReceived: false, replyText: text, hasFiles: mail.attachments.length > 0 };
  const ofHim = triage(mail, { ...facts, senderIsOnRecord: true, senderProven: 'proven' });
  const unproven = triage(mail, { ...facts, senderIsOnRecord: true, senderProven: 'not-proven' });
  const ofStranger = triage(mail, { ...facts, senderIsOnRecord: false, senderProven: 'not-proven' });
  return [ofHim, unproven, ofStranger].map(saidOf).join();
}

const ANSWERS = { kind: 'valid', purpose: 'reply', replyKey: '' } as const;

/** Whom a report is about is somebody. */
function saidOf(verdict: Triaged): string {
  if (verdict.outcome === 'record-bounce') return `${verdict.report.action} ${verdict.report.statusCode}`;
  if (verdict.outcome === 'record-complaint') return verdict.complaint.feedbackType;
  return verdict.outcome + verdict.decidedBy;
}

/** Turns a mail into one that can be shown to anybody and is read the same. Throws `mail.unreadable`. */
export async function corpusCase({ raw, sent, token, onRecord, key }: CaseInput): Promise<CorpusCase> {
  const mail = await readMessage(raw);
  const [ours] = intentCandidates(mail);
  const pseudonyms = new Pseudonyms(key);
  const named = ours !== undefined && token ? { ours, corpus: corpusToken(token) } : undefined;
  const renaming = { pseudonyms, token: named };
  const eml = await anonymiseMail(mail, { ...renaming, onRecord });
  const read = await readMessage(eml);
  const sentAs = sent && {
    text: anonymousText(sent.text, renaming),
    ...(sent.subject !== undefined && { subject: anonymousText(sent.subject, renaming) }),
  };
  const [before, after] = [
    readReply({ mail, ...(sent && { sent }) }),
    readReply({ mail: read, ...(sentAs && { sent: sentAs }) }),
  ];
  return {
    eml: eml.toString('utf8'),
    ...(sentAs && { sent: `Subject: ${sentAs.subject ?? ''}\n\n${sentAs.text}\n` }),
    reply: after.reply,
    isFaithful: shapeOf(before) === shapeOf(after) && verdictsOf(mail, before.reply) === verdictsOf(read, after.reply),
  };
}
