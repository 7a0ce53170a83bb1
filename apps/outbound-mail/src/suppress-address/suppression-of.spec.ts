import { describe, expect, it } from '@jest/globals';
import { suppressionOf } from './suppression-of.js';

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
