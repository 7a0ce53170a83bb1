import { describe, expect, it } from '@jest/globals';
import { stateOf, type MailboxFacts, type MailboxState } from './state-of.js';

const well: MailboxFacts = { isEnabled: true, isHeld: true, trouble: null, troubleSince: null, readAt: new Date() };

describe('a mailbox', () => {
  it.each<[MailboxState, string, Partial<MailboxFacts>]>([
    ['reading', 'is held and was read', {}],
    ['waiting', 'was never read', { readAt: null }],
    ['waiting', 'is held by nobody', { isHeld: false }],
    ['unhealthy', 'cannot be read', { trouble: 'mailbox.timeout' }],
    ['unhealthy', 'cannot be read and is held by nobody', { trouble: 'mailbox.timeout', isHeld: false, readAt: null }],
    ['not-read', 'is switched off, whatever it was before', { isEnabled: false, trouble: 'mailbox.timeout' }],
  ])('is %s when it %s', (state, _what, facts) => {
    expect(stateOf({ ...well, ...facts })).toBe(state);
  });
});
