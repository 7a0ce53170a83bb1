import type { ErrorCode } from '@replyline/errors';
import { describe, expect, it } from '@jest/globals';
import { suppressionAtRcpt, suppressionOf } from './suppression-of.js';

const now = new Date('2026-03-01T12:00:00.000Z');
const sentAt = new Date('2026-03-01T11:00:00.000Z');
const later = (days: number) => new Date(now.getTime() + days * 86_400_000);
const after = (statusCode: string, { isPermanent = true, liftedAt = undefined as Date | undefined } = {}) =>
  suppressionOf({ statusCode, isPermanent }, { now, sentAt, liftedAt });

describe('a report of a bounce', () => {
  it.each([
    ['5.1.1', { reason: 'no-such-mailbox', expiresAt: null }],
    ['5.1.3', { reason: 'no-such-mailbox', expiresAt: null }],
    ['5.1.2', { reason: 'no-such-domain', expiresAt: later(30) }],
    ['5.1.10', { reason: 'no-such-domain', expiresAt: later(30) }],
    ['5.2.1', { reason: 'mailbox-disabled', expiresAt: later(30) }],
    ['5.2.2', { reason: 'mailbox-full', expiresAt: later(1) }],
    ['5.0.0', { reason: 'refused', expiresAt: later(7) }],
  ])('with status %s blames the address', (status, expected) => {
    expect(after(status)).toEqual(expected);
  });

  it.each([
    ['5.1.8', 'the sender is to blame'],
    ['5.2.3', 'the message is too long'],
    ['5.4.1', 'the network is to blame'],
    ['5.7.1', 'a policy refuses it'],
    ['4.4.7', 'time ran out'],
    ['constructor', 'it is no status'],
  ])('with status %s suppresses nothing: %s', (status) => {
    expect(after(status)).toBeUndefined();
  });

  it('that is not final suppresses nothing', () => {
    expect(after('5.1.1', { isPermanent: false })).toBeUndefined();
  });

  it('of a mail from before the address was put right suppresses nothing', () => {
    expect(after('5.1.1', { liftedAt: now })).toBeUndefined();
    expect(after('5.1.1', { liftedAt: new Date('2026-03-01T10:00:00.000Z') })).toBeDefined();
  });
});

describe('an answer to RCPT TO', () => {
  const REFUSED = 'provider.recipient_refused';
  const atRcpt = (enhancedCode: string | undefined, code: ErrorCode = REFUSED, replyCode = 550) =>
    suppressionAtRcpt(
      { code, replyCode, ...(enhancedCode && { enhancedCode }) },
      { now, sentAt: now, liftedAt: undefined },
    );

  it.each([
    ['5.1.1', { reason: 'no-such-mailbox', expiresAt: null }],
    ['5.1.2', { reason: 'no-such-domain', expiresAt: later(30) }],
    ['5.1.6', { reason: 'no-such-mailbox', expiresAt: null }],
    ['5.1.10', { reason: 'no-such-domain', expiresAt: later(30) }],
    ['5.2.1', { reason: 'mailbox-disabled', expiresAt: later(30) }],
  ])('with %s says that there is no such mailbox', (enhancedCode, expected) => {
    expect(atRcpt(enhancedCode)).toEqual(expected);
  });

  it.each<[string | undefined, string]>([
    ['5.7.1', 'a policy refuses it'],
    ['5.1.0', 'it does not say why'],
    ['5.0.0', 'it does not say why'],
    ['5.1.3', 'it may be our spelling'],
    ['5.2.2', 'it is full, which ends'],
    [undefined, 'it does not say why'],
  ])('with %s suppresses nothing: %s', (enhancedCode) => {
    expect(atRcpt(enhancedCode)).toBeUndefined();
  });

  it.each<[string, ErrorCode, number]>([
    ['that is not final', REFUSED, 450],
    ['about the sender', 'provider.sender_refused', 550],
    ['to whoever may not relay', 'provider.relay_denied', 550],
    ['to the message', 'provider.message_refused', 554],
    ['of which nobody knows the outcome', 'provider.unknown_outcome', 550],
  ])('%s suppresses nothing', (_what, code, replyCode) => {
    expect(atRcpt('5.1.1', code, replyCode)).toBeUndefined();
  });
});
