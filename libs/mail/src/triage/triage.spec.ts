import { describe, expect, it } from '@jest/globals';
import type { InboundMail } from '../mail.js';
import type { Facts } from './rule.js';
import { RULES } from './rules.js';
import { triage } from './triage.js';

const aMail = (change: Partial<InboundMail> = {}, fields: Record<string, string> = {}): InboundMail => ({
  inReplyTo: [],
  references: [],
  from: [{ address: 'bob@example.test', name: 'Bob' }],
  to: [],
  cc: [],
  deliveredTo: [],
  subject: 'Re: Release',
  headers: new Map(Object.entries(fields).map(([name, value]) => [name, [value]])),
  attachments: [],
  sizeBytes: 100,
  ...change,
});

const facts: Facts = {
  intent: { kind: 'valid', purpose: 'reply', replyKey: 'k' },
  senderProven: 'proven',
  senderIsOnRecord: true,
  alreadyReceived: false,
  ownAddress: 'Replies@example.test',
  replyText: 'Yes.',
};
const bounce = { deliveryStatus: 'Reporting-MTA: dns; a\n\nAction: failed\nStatus: 5.1.1', returnedHeaders: '' };

describe('triage', () => {
  it('accepts what passes every rule, and says which', () => {
    expect(triage(aMail(), facts)).toEqual({
      outcome: 'accept',
      decidedBy: 'accept',
      passed: RULES.slice(0, -1).map(({ name }) => name),
    });
  });

  it.each<[string, InboundMail, Partial<Facts>, object]>([
    ['our own mail', aMail({}, { 'x-replyline-loop': '1' }), {}, { outcome: 'ignore', decidedBy: 'own-mail' }],
    [
      'mail from our own address',
      aMail({ from: [{ address: 'replies@example.test', name: '' }] }),
      {},
      { outcome: 'ignore', decidedBy: 'own-mail' },
    ],
    [
      'a report, although it is automatic',
      aMail({ report: bounce, returnPath: '' }),
      {},
      { outcome: 'record-bounce', decidedBy: 'delivery-report' },
    ],
    [
      'an automatic response',
      aMail({}, { 'auto-submitted': 'auto-replied' }),
      {},
      { outcome: 'ignore', decidedBy: 'automatic-response' },
    ],
    ['mail without a token', aMail(), { intent: { kind: 'none' } }, { outcome: 'ignore', decidedBy: 'no-intent' }],
    [
      'a token without a key',
      aMail(),
      { intent: { kind: 'unverified', token: 't' } },
      { outcome: 'ignore', decidedBy: 'no-intent' },
    ],
    ['a forged token', aMail(), { intent: { kind: 'forged' } }, { outcome: 'ignore', decidedBy: 'forged' }],
    [
      'an answer to what is not known yet',
      aMail(),
      { intent: { kind: 'unknown', replyKey: 'k' } },
      { outcome: 'wait', decidedBy: 'not-yet-known' },
    ],
    [
      'an answer to an assignment',
      aMail(),
      { intent: { kind: 'valid', purpose: 'no-reply', replyKey: 'k' } },
      { outcome: 'reject', reason: 'no-reply' },
    ],
    [
      'an expired token',
      aMail(),
      { intent: { kind: 'expired', replyKey: 'k' } },
      { outcome: 'reject', reason: 'expired' },
    ],
    [
      "somebody else's address",
      aMail(),
      { senderIsOnRecord: false },
      { outcome: 'hold', because: 'sender-not-on-record' },
    ],
    ['an unproven From', aMail(), { senderProven: 'not-proven' }, { outcome: 'hold', because: 'sender-not-proven' }],
    ['a duplicate', aMail(), { alreadyReceived: true }, { outcome: 'ignore', decidedBy: 'duplicate' }],
    [
      'a duplicate of what was posted, although the token is expired by now',
      aMail(),
      { alreadyReceived: true, intent: { kind: 'expired', replyKey: 'k' } },
      { outcome: 'ignore', decidedBy: 'duplicate' },
    ],
    [
      'a duplicate of what was posted, although nothing proves it now',
      aMail(),
      { alreadyReceived: true, senderProven: 'not-proven', senderIsOnRecord: false },
      { outcome: 'ignore', decidedBy: 'duplicate' },
    ],
    [
      'an answer to a notice',
      aMail(),
      { answersNotice: true, intent: { kind: 'valid', purpose: 'no-reply', replyKey: 'k' } },
      { outcome: 'ignore', because: 'it answers a notice', decidedBy: 'answers-notice' },
    ],
    [
      'an answer to a notice after its token expired',
      aMail(),
      { answersNotice: true, intent: { kind: 'expired', replyKey: 'k' } },
      { outcome: 'ignore', decidedBy: 'answers-notice' },
    ],
    [
      'an encrypted answer, which has no text either',
      aMail({ encryption: 's-mime' }),
      { replyText: '' },
      { outcome: 'reject', reason: 'encrypted' },
    ],
    [
      'an encrypted answer that nothing proves',
      aMail({ encryption: 'open-pgp' }),
      { senderProven: 'not-proven' },
      { outcome: 'hold', because: 'sender-not-proven' },
    ],
    ['an empty answer', aMail(), { replyText: ' \n' }, { outcome: 'reject', reason: 'empty' }],
  ])('decides on %s', (_name, mail, change, verdict) => {
    expect(triage(mail, { ...facts, ...change })).toMatchObject(verdict);
  });

  it('tells a stranger nothing: without a token of ours no verdict leads to a notice', () => {
    for (const kind of ['none', 'forged'] as const) {
      expect(triage(aMail(), { ...facts, intent: { kind }, replyText: '', senderIsOnRecord: false }).outcome).toBe(
        'ignore',
      );
    }
  });
});
