import type { ReadIntent } from '@replyline/intent';
import { describe, expect, it } from '@jest/globals';
import type { SentMail } from '../remember-sent-mail/announced-mail.entity.js';
import { answeredIds, firstOfOurs, intentFact } from './intent-fact.js';

const NOW = new Date('2026-11-20T12:00:00Z');
const reading = (kind: 'valid' | 'expired', replyKey = 'k1'): ReadIntent => ({
  kind,
  intent: { purpose: 'reply', replyKey, expiryDay: 1 },
});
const FORGED: ReadIntent = { kind: 'forged' };
const sent = (changes: Partial<SentMail> = {}): SentMail =>
  ({ replyKey: 'k1', purpose: 'reply', expiresAt: new Date('2027-01-01T00:00:00Z'), ...changes }) as SentMail;

describe('the intent of a mail', () => {
  it.each<[string, readonly ReadIntent[], SentMail | undefined, object]>([
    ['nothing', [], undefined, { kind: 'none' }],
    ['only foreign tokens', [FORGED, FORGED], undefined, { kind: 'forged' }],
    [
      'a token of ours for a mail that is not known yet',
      [reading('valid')],
      undefined,
      { kind: 'unknown', replyKey: 'k1' },
    ],
    [
      'a token of ours for a mail that is known',
      [reading('valid')],
      sent(),
      { kind: 'valid', purpose: 'reply', replyKey: 'k1' },
    ],
    [
      'a foreign token before ours',
      [FORGED, reading('valid')],
      sent(),
      { kind: 'valid', purpose: 'reply', replyKey: 'k1' },
    ],
    ['a token that ran out', [reading('expired')], sent(), { kind: 'expired', replyKey: 'k1' }],
    ['the Message-ID of ours alone', [], sent(), { kind: 'valid', purpose: 'reply', replyKey: 'k1' }],
    [
      'a foreign token and the Message-ID of ours',
      [FORGED],
      sent(),
      { kind: 'valid', purpose: 'reply', replyKey: 'k1' },
    ],
    [
      'the Message-ID of ours, long ago',
      [],
      sent({ expiresAt: new Date('2026-01-01') }),
      { kind: 'expired', replyKey: 'k1' },
    ],
    [
      'an assignment',
      [reading('valid')],
      sent({ purpose: 'no-reply' }),
      { kind: 'valid', purpose: 'no-reply', replyKey: 'k1' },
    ],
  ])('is read from %s', (_name, readings, mail, expected) => {
    expect(intentFact(readings, mail, NOW)).toEqual(expected);
  });

  it('is that of the first token of ours', () => {
    expect(firstOfOurs([FORGED, reading('expired', 'k2'), reading('valid', 'k3')])).toMatchObject({
      intent: { replyKey: 'k2' },
    });
    expect(firstOfOurs([FORGED])).toBeUndefined();
  });

  it('is looked for in the nearest ancestor first', () => {
    expect(answeredIds({ inReplyTo: ['c@x'], references: ['a@x', 'b@x', 'c@x'] })).toEqual(['c@x', 'b@x', 'a@x']);
  });
});
