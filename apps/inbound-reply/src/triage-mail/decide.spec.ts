import type { Facts, InboundMail } from '@replyline/mail';
import { describe, expect, it } from '@jest/globals';
import { decide, isTooLong, shortened, type Circumstances } from './decide.js';

const MAIL: InboundMail = {
  inReplyTo: [],
  references: [],
  from: [{ address: 'alice@example.test', name: '' }],
  to: [],
  cc: [],
  deliveredTo: [],
  subject: '',
  headers: new Map(),
  attachments: [],
  sizeBytes: 1,
};
const FACTS: Facts = {
  intent: { kind: 'valid', purpose: 'reply', replyKey: 'k' },
  senderIsOnRecord: true,
  senderProven: 'proven',
  alreadyReceived: false,
  replyText: 'Yes.',
};
const ORDINARY: Circumstances = { isWhole: true, mayWait: true, isCut: false };
const UNPROVEN = { senderProven: 'not-proven' } as const;
const UNKNOWN = { intent: { kind: 'unknown', replyKey: 'k' } } as const;

describe('a decision', () => {
  it.each<[string, Partial<Facts>, Partial<Circumstances>, object]>([
    ['an answer', {}, {}, { outcome: 'accept', decidedBy: 'accept' }],
    [
      'an answer that is too long',
      { replyText: 'x'.repeat(100_001) },
      {},
      { outcome: 'reject', reason: 'too-long', decidedBy: 'too-long' },
    ],
    ['an answer that was not read to its end', {}, { isCut: true }, { outcome: 'reject', reason: 'too-long' }],
    [
      'an unproven answer that was not read to its end',
      UNPROVEN,
      { isCut: true },
      { outcome: 'reject', reason: 'too-long' },
    ],
    [
      'an unproven answer that is too long',
      { ...UNPROVEN, replyText: 'x'.repeat(100_001) },
      {},
      { outcome: 'reject', reason: 'too-long' },
    ],
    ['an unproven answer', UNPROVEN, {}, { outcome: 'hold', because: 'sender-not-proven' }],
    ['an unproven answer without a word', { ...UNPROVEN, replyText: ' ' }, {}, { outcome: 'reject', reason: 'empty' }],
    [
      'an answer in a mail that is too large',
      { replyText: '' },
      { isWhole: false },
      { outcome: 'reject', reason: 'too-large' },
    ],
    [
      'a large mail of a stranger',
      { intent: { kind: 'none' } },
      { isWhole: false },
      { outcome: 'too-large', decidedBy: 'too-large' },
    ],
    ['an answer to what is not known yet', UNKNOWN, {}, { outcome: 'wait' }],
    ['a large answer to what is not known yet', UNKNOWN, { isWhole: false }, { outcome: 'wait' }],
    [
      'an answer to what never became known',
      UNKNOWN,
      { mayWait: false },
      { outcome: 'reject', reason: 'unknown-mail', decidedBy: 'never-known' },
    ],
  ])('about %s', (_name, facts, circumstances, expected) => {
    expect(decide(MAIL, { ...FACTS, ...facts }, { ...ORDINARY, ...circumstances })).toMatchObject(expected);
  });

  it('says of an encrypted answer that nothing proves why nobody can post it', () => {
    const facts = { ...FACTS, ...UNPROVEN, replyText: '' };
    expect(decide({ ...MAIL, encryption: 's-mime' }, facts, ORDINARY)).toMatchObject({ reason: 'encrypted' });
  });

  it('names every rule that it passed', () => {
    const { passed } = decide(MAIL, { ...FACTS, replyText: 'x'.repeat(100_001) }, ORDINARY);
    expect(passed.at(0)).toBe('own-mail');
    expect(passed.at(-1)).toBe('accept');
  });
});

describe('a text that is too long', () => {
  it.each([
    ['letters', 'x'.repeat(300_000)],
    ['ideographs', '漢'.repeat(100_000)],
    ['control characters', '\u0001'.repeat(90_000)],
    ['pairs', '😀'.repeat(60_000)],
  ])('is cut where it fits, and not within a character: %s', (_name, text) => {
    expect(isTooLong(text)).toBe(true);
    const cut = shortened(text);
    expect(isTooLong(cut)).toBe(false);
    expect(text.startsWith(cut)).toBe(true);
    expect(cut).not.toMatch(/[\ud800-\udbff]$/);
    expect(cut.length).toBeGreaterThan(10_000);
  });
});
