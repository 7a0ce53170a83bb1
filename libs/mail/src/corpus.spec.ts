import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { intentCandidates, readDeliveryReport, triage } from './index.js';
import { extractReply, readMessage } from './reading.js';
import type { Answer, DeliveryReport, Facts, InboundMail, IntentFact, SentMail } from './index.js';
import { wordsOf } from './reply/words.js';

/** What `<case>.expected.json` says of `<case>.eml`. */
interface Expected {
  readonly verdict: string;
  readonly decidedBy: string;
  /** Exactly this text, and at least this sure. */
  readonly reply?: {
    readonly text: string;
    readonly minConfidence: number;
    /** The same is read where the sent mail is not known. */
    readonly eitherWay?: boolean;
    /** What is answered line by line. */
    readonly answers?: readonly Answer[];
  };
  /** The mail that was answered, where the case is read with it. */
  readonly sent?: string;
  readonly report?: DeliveryReport;
  /** What is known of the mail besides, where that decides. */
  readonly facts?: Partial<Facts>;
}

const CORPUS = new URL('../../../corpus/', import.meta.url);
const CASES = readdirSync(CORPUS).filter((file) => file.endsWith('.eml'));
const read = (file: string): Promise<InboundMail> => readMessage(readFileSync(new URL(file, CORPUS)));
const expectedOf = (file: string): Expected =>
  JSON.parse(readFileSync(new URL(file.replace(/\.eml$/, '.expected.json'), CORPUS), 'utf8')) as Expected;

/** The made-up tokens of the corpus say what they stand for. */
const token = (word: string): string => word.repeat(8).slice(0, 40);
const KNOWN: Readonly<Record<string, IntentFact>> = {
  [token('reply')]: { kind: 'valid', purpose: 'reply', replyKey: '1' },
  [token('silent')]: { kind: 'valid', purpose: 'no-reply', replyKey: '2' },
  [token('expired')]: { kind: 'expired', replyKey: '3' },
  [token('unknown')]: { kind: 'unknown', replyKey: '4' },
};

function intentOf(mail: InboundMail): IntentFact {
  const [first] = intentCandidates(mail);
  return first === undefined ? { kind: 'none' } : (KNOWN[first] ?? { kind: 'forged' });
}

async function sentOf({ sent }: Expected): Promise<SentMail | undefined> {
  if (sent === undefined) return undefined;
  const { text = '', subject } = await read(sent);
  return { text, subject, from: 'Replyline <replies@replyline.example.test>' };
}

describe('the corpus', () => {
  it.each(CASES)('%s', async (file) => {
    const expected = expectedOf(file);
    const mail = await read(file);
    const sent = await sentOf(expected);
    const reply = extractReply({ mail, ...(sent && { sent }) });
    const verdict = triage(mail, {
      intent: intentOf(mail),
      senderProven: 'proven',
      senderIsOnRecord: mail.from[0]?.address === 'bob@example.test',
      alreadyReceived: false,
      ownAddress: 'replies@replyline.example.test',
      replyText: reply.text,
      ...expected.facts,
    });
    expect({ verdict: verdict.outcome, decidedBy: verdict.decidedBy }).toEqual({
      verdict: expected.verdict,
      decidedBy: expected.decidedBy,
    });
    if (expected.report) expect(readDeliveryReport(mail)).toEqual(expected.report);
    if (!expected.reply) return;
    const { text, minConfidence, eitherWay, answers } = expected.reply;
    if (answers) expect(reply.answers).toEqual(answers);
    for (const { text: read, confidence } of [reply, ...(eitherWay ? [extractReply({ mail })] : [])]) {
      expect(read).toBe(text);
      expect(confidence).toBeGreaterThanOrEqual(minConfidence);
    }
  });

  it('is large: at least 150 mails of our own', () => {
    expect(CASES.length).toBeGreaterThanOrEqual(150);
  });

  it('shows much: at most three cases share what their person wrote', async () => {
    const sharing = new Map<string, string[]>();
    for (const file of CASES) {
      const { text = '', html = '' } = await read(file);
      const body = (expectedOf(file).reply?.text ?? (text || html)).replace(/\s+/g, ' ').trim();
      if (body !== '') sharing.set(body, [...(sharing.get(body) ?? []), file]);
    }
    expect([...sharing.values()].filter((files) => files.length > 3)).toEqual([]);
  });

  it.each(CASES)('%s loses no word, whether or not the sent mail is known', async (file) => {
    const mail = await read(file);
    const sent = await sentOf(expectedOf(file));
    for (const input of [
      { mail: { text: mail.text ?? '' } },
      { mail: { text: mail.text ?? '' }, ...(sent && { sent }) },
    ]) {
      const { text, elided } = extractReply(input);
      expect(wordsOf(`${text}\n${elided}`).sort()).toEqual(wordsOf(mail.text ?? '').sort());
    }
  });
});
