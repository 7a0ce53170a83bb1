import { describe, expect, it } from '@jest/globals';
import { stateOf, type MailboxFacts, type MailboxState } from './state-of.js';

const held = { isEnabled: true, isHeld: true, isTold: false };
const well: MailboxFacts = { ...held, trouble: null, troubleSince: null, readAt: new Date() };

describe('a mailbox', () => {
  it.each<[MailboxState, string, Partial<MailboxFacts>]>([
    ['reading', 'is held and was read', {}],
    ['waiting', 'was never read', { readAt: null }],
    ['waiting', 'is held by nobody', { isHeld: false }],
    ['waiting', 'was told to wait', { isTold: true }],
    ['unhealthy', 'cannot be read, and was told to wait', { trouble: 'mailbox.throttled', isTold: true }],
    ['unhealthy', 'cannot be read', { trouble: 'mailbox.timeout' }],
    ['unhealthy', 'cannot be read and is held by nobody', { trouble: 'mailbox.timeout', isHeld: false, readAt: null }],
    ['not-read', 'is switched off, whatever it was before', { isEnabled: false, trouble: 'mailbox.timeout' }],
  ])('is %s when it %s', (state, _what, facts) => {
    expect(stateOf({ ...well, ...facts })).toBe(state);
  });
});
