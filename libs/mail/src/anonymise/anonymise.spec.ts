import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { readMessage } from '../reading/read-message.js';
import { readComplaint, triage, type Facts, type InboundMail } from '../index.js';
import { extractReply } from '../reply/extract-reply.js';
import { wordsOf } from '../reply/words.js';
import { isKept, KEPT_PHRASES } from './kept-words.js';
import { anonymousText } from './anonymous-text.js';
import { Pseudonyms } from './pseudonyms.js';
import { corpusCase, type CaseInput } from './corpus-case.js';

const CORPUS = new URL('../../../../corpus/', import.meta.url);
const CASES = readdirSync(CORPUS).filter((file) => file.endsWith('.eml'));
const fileOf = (name: string): Buffer => readFileSync(new URL(name, CORPUS));
const sentOf = async (file: string) => {
  const { sent } = JSON.parse(fileOf(file.replace(/\.eml$/, '.expected.json')).toString()) as { sent?: string };
  return sent === undefined ? undefined : { text: (await readMessage(fileOf(sent))).text ?? '' };
};
const expectedOf = (file: string): string => fileOf(file.replace(/\.eml$/, '.expected.json')).toString();
/**
 * Dialects of reports and automatic answers are told by their words, and what is none all the same: of those it is said
 * that they show something else now.
 */
const isToldByWords = (file: string): boolean =>
  /"verdict": "record-|"decidedBy": "automatic-response"/.test(expectedOf(file)) ||
  /^(list-member-who-goes-on-vacation|subject-about-)/.test(file);
const decidedBy = (mail: InboundMail, known: Partial<Facts> = {}): string =>
  triage(mail, {
    intent: { kind: 'valid', purpose: 'reply', replyKey: '1' },
    senderProven: 'proven',
    senderIsOnRecord: true,
    alreadyReceived: false,
    replyText: extractReply({ mail }).text,
    ...known,
  }).decidedBy;
const isEverybodys = (word: string): boolean =>
  isKept(word) || KEPT_PHRASES.some((phrase) => word.startsWith(phrase) || phrase.split(' ').includes(word));
const KEY = Buffer.alloc(32, 7);

const caseOf = (mail: string, more: Partial<CaseInput> = {}) =>
  corpusCase({ raw: Buffer.from(mail), key: KEY, ...more });

/** Boundaries, and the Message-ID of a mail that had none, are hexadecimal by chance, in which a name may stand. */
const withoutChance = (eml: string): string =>
  eml.replace(/_NmP-[0-9a-f]+-Part_|<[0-9a-f]{8}(?:-[0-9a-f]{4,12}){4}@/gi, '');

const ANSWER = `From: Ada Lovelace <ada.lovelace@analytical.example>
To: replies+${'x'.repeat(40)}@company.example
Subject: Re: Budget for Babbage
Message-ID: <secret-machine-17@analytical.example>
Content-Type: text/plain; charset=utf-8

Call me at +44 20 7946 0958 or 06 12 34 56 78, see https://intranet.company.example/budget?id=4711.
Grüße an Müller, Привет Иванову, 予算は山田さん.

On Mon, Jan 15, 2024 at 2:30 PM Replyline <replies+${'x'.repeat(40)}@company.example> wrote:
> Please type your reply above this line
`;

describe('a corpus case', () => {
  it('tells no name, word, address, number or link of the mail', async () => {
    const { eml } = await caseOf(ANSWER);
    const { text = '', subject, from, messageId } = await readMessage(Buffer.from(eml));
    const all = JSON.stringify([text, subject, from, messageId]);
    expect(all).not.toMatch(
      /ada|lovelace|analytical|company|babbage|budget|7946|0958|12 34|4711|intranet|machine|müller|иванов|山田|予算|call/i,
    );
  });

  it('keeps the colours of the HTML, and of a mark that ends as marks of clients do nothing else', async () => {
    const html =
      '<p style="color:red;background:url(https://a.example/ada)" class="AdaSignature x_elementToProof">Call</p>';
    const head = 'From: ada@analytical.example\nMessage-ID: <1@b.example>';
    const { eml } = await caseOf(`${head}\nContent-Type: text/html\n\n${html}`);
    expect(eml).toContain('<p style="color:red" class="signature x_elementToProof">');
    expect(eml).not.toMatch(/ada|call|analytical/i);
  });

  it.each(['+44 1584 555 0133', '+49 (3000) 555-010', '030 / 555.0133'])(
    'leaves a telephone number one, by which cards are known: %s',
    (number) => {
      const shown = anonymousText(`Phone ${number}`, { pseudonyms: new Pseudonyms(KEY) });
      expect(shown.slice('Phone '.length).replace(/\d/g, '0')).toBe(number.replace(/\d/g, '0'));
      expect(shown).not.toContain(number.slice(-4));
    },
  );

  it('keeps what clients write, the layout and the dates', async () => {
    const { text = '' } = await readMessage(Buffer.from((await caseOf(ANSWER)).eml));
    expect(text).toContain('On Mon, Jan 15, 2024 at 2:30 PM ');
    expect(text).toContain('wrote:\n> Please type your reply above this line');
    expect(text.split('\n')).toHaveLength(ANSWER.split('\n\n').slice(1).join('\n\n').split('\n').length);
  });

  it('keeps the offset of an hour, which is no number of anybody', () => {
    const attribution = 'On Mon, 23 Nov 2026 09:55:03 +0000, Ada wrote:';
    const shown = anonymousText(attribution, { pseudonyms: new Pseudonyms(KEY) });
    expect(shown).toMatch(/^On Mon, 23 Nov 2026 09:55:03 \+0000, /);
    expect(anonymousText('Call at 10:30 -4711', { pseudonyms: new Pseudonyms(KEY) })).not.toContain('4711');
  });

  it('names a token of ours by what it is, and any other one not at all', async () => {
    const ours = { raw: Buffer.from(ANSWER.replaceAll('x'.repeat(40), 'abcde'.repeat(8))), token: 'expired' } as const;
    expect((await caseOf('', ours)).eml).toContain('expired'.repeat(6).slice(0, 40));
    expect((await caseOf('', { raw: ours.raw })).eml).not.toMatch(/abcdeabcde/);
  });

  it('calls the person on record as the corpus does', async () => {
    const { eml } = await caseOf(ANSWER, { onRecord: 'ada.lovelace@analytical.example' });
    expect((await readMessage(Buffer.from(eml))).from[0]?.address).toBe('bob@example.test');
  });

  it.each([
    ['an address in brackets', '<p>Ask <john.smith@acme.example> please.</p>', ''],
    ['a class and an id', '<p class="john-smith gmail_quote" id="acme">Hi</p><a name="acme">x</a>', ''],
    ['a style', '<p style="font-family:acme;margin:0">Hi</p>', ''],
    ['a responder', '', 'X-Autoreply: John Smith is away\n'],
    ['a list', '', 'List-Id: acme-secret-board\n'],
  ])('tells nobody by %s', async (_what, html, fields) => {
    const { eml } = await caseOf(`From: a@b.example\n${fields}Content-Type: text/html\n\n${html}`);
    expect(eml).not.toMatch(/john|smith|acme|board/i);
    const read = await readMessage(Buffer.from(eml));
    expect(read.html ?? '').not.toMatch(/john|smith|acme/i);
  });

  it('tells no address of a host, and keeps dates', async () => {
    const words = 'Look at 10.0.0.1:8080, or 192.168.1.2. By 1.2.2024 at 9.30, please.';
    const { text } = await readMessage(Buffer.from((await caseOf(`From: a@b.example\n\n${words}\n`)).eml));
    expect(text).not.toMatch(/10\.0|0\.1|192|168|8080/);
    expect(text).toContain('1.2.2024');
  });

  it.each([
    ['ip-10-0-0-12.ec2.internal', /10|12/],
    ['host 10-20-30-40 says no', /20|30|40/],
    ['2001:db8:10:20::12', /2001|10|20|12/],
    ['[2001:db8:10:20:0:0:0:12]', /2001|10|20|12/],
    ['fe80::12', /80|12/],
    ['::12', /12/],
    ['v10.0.0.1', /0\.0\.1/],
  ])('tells no number of a host: %s', (words, numbers) => {
    expect(anonymousText(words, { pseudonyms: new Pseudonyms(KEY) })).not.toMatch(numbers);
  });

  it.each([
    '5.1.1',
    '(5.1.1)',
    '1.2.2024',
    '15-01-2024',
    '2024-01-15',
    '12:30',
    '9:30:15',
    '10-12, 14-16',
    '1-2-3',
    '1:2',
    'PM: 10:20',
    '12:30::',
  ])('keeps what is no number of a host: %s', (words) => {
    expect(anonymousText(words, { pseudonyms: new Pseudonyms(KEY) })).toBe(words);
  });

  it.each([
    ['application/x-acme-secret', 'application/octet-stream'],
    ['application/vnd.acme.ada+json', 'application/octet-stream'],
    ['application/acme-secret-report', 'application/octet-stream'],
    ['application/ada.lovelace+json', 'application/octet-stream'],
    ['application/vnd.ms-acme-ada', 'application/octet-stream'],
    ['application/pdf-of-ada', 'application/octet-stream'],
    ['image/acme', 'application/octet-stream'],
    ['x-acme/secret', 'application/octet-stream'],
    ['application/vnd.openxmlformats-officedocument.wordprocessingml.document', undefined],
    ['application/vnd.ms-excel.sheet.macroEnabled.12', 'application/vnd.ms-excel.sheet.macroenabled.12'],
    ['application/vnd.oasis.opendocument.text', undefined],
    ['application/pgp-keys', undefined],
    ['text/csv', undefined],
    ['image/svg+xml', undefined],
    ['image/png', undefined],
  ])('tells nobody by the type of a file: %s', async (type, shown = type) => {
    const head = 'From: a@b.example\nContent-Type: multipart/mixed; boundary=x\n\n--x\n\nHi\n--x\n';
    const { eml } = await caseOf(`${head}Content-Type: ${type}\nContent-Disposition: attachment\n\nx\n--x--\n`);
    expect(eml.replace(/\r?\n /g, ' ')).toContain(`Content-Type: ${shown};`);
    expect(withoutChance(eml)).not.toMatch(/acme|ada|secret/i);
  });

  it.each([
    ['an address of a robot that holds another one', 'From: bounces+ada=analytical.example@acme.example\n', ''],
    ['whom a complaint is about', 'From: a@b.example\n', 'Original-Rcpt-To: ada@analytical.example\n'],
  ])('tells nobody by %s', async (_what, from, feedback) => {
    const report = `Feedback-Type: abuse\n${feedback}User-Agent: Ada/1`;
    const head = `${from}Content-Type: multipart/report; report-type=feedback-report; boundary=x; ada=1\n`;
    const { eml } = await caseOf(`${head}\n--x\nContent-Type: message/feedback-report\n\n${report}\n--x--\n`);
    expect(withoutChance(eml)).not.toMatch(/ada|analytical|acme/i);
    expect(readComplaint(await readMessage(Buffer.from(eml)))).toMatchObject({ feedbackType: 'abuse' });
  });

  it('is decided as the mail is that it was made from, or is said to be another one', async () => {
    const different: string[] = [];
    for (const file of CASES.filter((it) => !/"verdict": "accept"/.test(expectedOf(it)))) {
      const { isFaithful, eml } = await corpusCase({ raw: fileOf(file), key: KEY });
      const { facts } = JSON.parse(expectedOf(file)) as { facts?: Partial<Facts> };
      const [mail, made] = [await readMessage(fileOf(file)), await readMessage(Buffer.from(eml))];
      if (isFaithful && decidedBy(mail, facts) !== decidedBy(made, facts)) different.push(file);
    }
    expect(different).toEqual([]);
  });

  it.each([
    'complaint-arf',
    'complaint-opt-out',
    's-mime-encrypted',
    'pgp-mime-encrypted',
    'rights-managed',
    'read-receipt',
    'invitation-accepted',
    'ticket-acknowledgement-servicenow',
    'challenge-response-field',
  ])('of %s shows the same, because its fields and its parts tell', async (name) => {
    expect(await corpusCase({ raw: fileOf(`${name}.eml`), key: KEY })).toMatchObject({ isFaithful: true });
  });

  it('is another one with another key', async () => {
    const [one, other] = [await caseOf(ANSWER), await caseOf(ANSWER, { key: Buffer.alloc(32, 8) })];
    expect(one.reply.text).not.toBe(other.reply.text);
  });

  it('runs no script, loads nothing and repeats no comment', async () => {
    const html = `<!-- Ada --><p style="background:url(https://spy.example/x)">Hi<script>ada()</script><img src="https://spy.example/y" onerror="z()"></p>`;
    const { eml } = await caseOf(`From: a@b.example\nContent-Type: text/html\n\n${html}`);
    const read = await readMessage(Buffer.from(eml));
    expect(read.html).not.toMatch(/ada|script|spy|onerror|url\(/i);
  });

  it('reads as the mail does that it was made from, for all answers that we know, with the mail that it answers and without', async () => {
    const unfaithful: string[] = [];
    for (const file of CASES) {
      const { isFaithful, eml } = await corpusCase({ raw: fileOf(file), key: KEY });
      const sent = await sentOf(file);
      const alone = isFaithful && (!sent || (await corpusCase({ raw: fileOf(file), key: KEY, sent })).isFaithful);
      if (!alone && !isToldByWords(file)) unfaithful.push(file);
      const words = new Set(
        wordsOf((await readMessage(fileOf(file))).text ?? '').filter((it) => it.length > 6 && !isEverybodys(it)),
      );
      const left = wordsOf((await readMessage(Buffer.from(eml))).text ?? '').filter((word) => words.has(word));
      expect({ file, left: left.filter((word) => !/^(https?:|replyline|example|reply|bounces)/.test(word)) }).toEqual({
        file,
        left: [],
      });
    }
    expect(unfaithful).toEqual([]);
  });
});
