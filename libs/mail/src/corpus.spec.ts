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

const decided = (mail: InboundMail, replyText: string, { facts }: Expected) =>
  triage(mail, {
    intent: intentOf(mail),
    senderProven: 'proven',
    senderIsOnRecord: mail.from[0]?.address === 'bob@example.test',
    alreadyReceived: false,
    ownAddress: 'replies@replyline.example.test',
    replyText,
    ...facts,
  });

/** What servers do to the header section of a mail; that of two cases does not begin with its first octet, or has no line feeds. */
const WAYS: Readonly<Record<string, (header: string) => string>> = {
  'a tag before the subject': (header) => header.replace(/^Subject: (?!=)/im, 'Subject: [EXTERNAL] '),
  'two tags before the subject': (header) => header.replace(/^Subject: (?!=)/im, 'Subject: {Spam?} ***SPAM*** '),
  'folded fields': (header) => header.replace(/^(Subject|Auto-Submitted|From|To): (\S+) (?=\S)/gim, '$1: $2\n '),
  'more fields': (header) =>
    `X-Spam-Score: 1.2\nReceived: from a.test\n\tby b.test; Mon, 1 Jan 2024 10:00:00 +0000\n${header}`,
  'names in small letters': (header) => header.replace(/^[A-Za-z-]+:/gm, (name) => name.toLowerCase()),
};
const OF_ODD_HEADERS = /^(?:blank-lines-before-the-header|carriage-returns-for-line-ends)/;

function changed(file: string, change: (header: string) => string): Buffer {
  const mail = readFileSync(new URL(file, CORPUS), 'latin1');
  const end = mail.search(/\n\r?\n/);
  const header = end < 0 ? mail : mail.slice(0, end);
  return Buffer.from(`${change(header)}${mail.slice(header.length)}`, 'latin1');
}

describe('the corpus', () => {
  it.each(CASES)('%s', async (file) => {
    const expected = expectedOf(file);
    const mail = await read(file);
    const sent = await sentOf(expected);
    const reply = extractReply({ mail, ...(sent && { sent }) });
    const verdict = decided(mail, reply.text, expected);
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

  it.each(Object.entries(WAYS))('is decided as it is, behind %s', async (_name, change) => {
    const wrong: string[] = [];
    for (const file of CASES.filter((name) => !OF_ODD_HEADERS.test(name))) {
      const expected = expectedOf(file);
      const sent = await sentOf(expected);
      const mail = await readMessage(changed(file, change));
      const { text } = extractReply({ mail, ...(sent && { sent }) });
      if (decided(mail, text, expected).decidedBy !== expected.decidedBy) wrong.push(file);
    }
    expect(wrong).toEqual([]);
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
