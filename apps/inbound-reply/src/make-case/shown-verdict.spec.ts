import { describe, expect, it } from '@jest/globals';
import { shownVerdict } from './shown-verdict.js';

describe('what a case of the corpus shows of a mail', () => {
  it.each([
    ['accept', 'accept', undefined, { verdict: 'accept' }],
    ['hold', 'sender-not-proven', 'sender-not-proven', { facts: { senderProven: 'not-proven' } }],
    ['ignore', 'duplicate', undefined, { verdict: 'ignore', facts: { alreadyReceived: true } }],
    ['ignore', 'own-mail', undefined, { facts: { hasOwnMessageId: true } }],
    ['reject', 'too-long', undefined, { verdict: 'accept', decidedBy: 'accept' }],
    ['ignore', 'discarded', undefined, { verdict: 'accept', decidedBy: 'accept' }],
    ['reject', 'never-known', undefined, { verdict: 'wait', decidedBy: 'not-yet-known' }],
  ])('that was %s by %s (%s) is %j', (outcome, decidedBy, because, shown) => {
    expect(shownVerdict({ outcome, decidedBy, verdict: { because } })).toMatchObject(shown);
  });

  it('says nothing of proof where From tells', () => {
    const verdict = { because: 'sender-not-on-record' };
    expect(shownVerdict({ outcome: 'hold', decidedBy: 'sender-not-proven', verdict })).not.toHaveProperty('facts');
  });
});
