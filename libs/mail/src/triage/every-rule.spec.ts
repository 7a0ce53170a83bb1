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

const FACTS: Facts = {
  intent: { kind: 'valid', purpose: 'reply', replyKey: 'k' },
  senderProven: 'proven',
  senderIsOnRecord: true,
  alreadyReceived: false,
  replyText: 'Yes.',
};

type RuleName = (typeof RULES)[number]['name'];
interface Case {
  readonly mail?: InboundMail;
  readonly facts?: Partial<Facts>;
  readonly outcome: string;
}

const FEEDBACK = { deliveryStatus: '', feedback: 'Feedback-Type: abuse', returnedHeaders: '' };
const FAILED = { deliveryStatus: 'Reporting-MTA: dns; a\n\nAction: failed\nStatus: 5.1.1', returnedHeaders: '' };

/** A mail that each rule decides. A rule without one is not in the table for long. */
const CASES: Readonly<Record<string, Case>> = {
  'own-mail': { mail: aMail({}, { 'x-replyline-loop': '1' }), outcome: 'ignore' },
  complaint: { mail: aMail({ report: FEEDBACK }), outcome: 'record-complaint' },
  'delivery-report': { mail: aMail({ report: FAILED }), outcome: 'record-bounce' },
  'automatic-response': { mail: aMail({}, { 'auto-submitted': 'auto-replied' }), outcome: 'ignore' },
  'no-intent': { facts: { intent: { kind: 'none' } }, outcome: 'ignore' },
  forged: { facts: { intent: { kind: 'forged' } }, outcome: 'ignore' },
  'not-yet-known': { facts: { intent: { kind: 'unknown', replyKey: 'k' } }, outcome: 'wait' },
  duplicate: { facts: { alreadyReceived: true }, outcome: 'ignore' },
  'answers-notice': { facts: { answersNotice: true }, outcome: 'ignore' },
  'no-reply': { facts: { intent: { kind: 'valid', purpose: 'no-reply', replyKey: 'k' } }, outcome: 'reject' },
  expired: { facts: { intent: { kind: 'expired', replyKey: 'k' } }, outcome: 'reject' },
  'sender-not-proven': { facts: { senderProven: 'not-proven' }, outcome: 'hold' },
  encrypted: { mail: aMail({ encryption: 's-mime' }), outcome: 'reject' },
  empty: { facts: { replyText: ' ' }, outcome: 'reject' },
  'too-many-replies': { facts: { isFlooded: true }, outcome: 'hold' },
  accept: { outcome: 'accept' },
};

const NAMES = RULES.map(({ name }) => name as RuleName);

describe('every rule', () => {
  it('has a mail here that it decides', () => {
    expect(Object.keys(CASES)).toEqual(NAMES);
  });

  it.each(NAMES)('%s decides, and the verdict names the rules that were passed before it', (name) => {
    const { mail = aMail(), facts, outcome } = CASES[name]!;
    expect(triage(mail, { ...FACTS, ...facts })).toMatchObject({
      outcome,
      decidedBy: name,
      passed: NAMES.slice(0, NAMES.indexOf(name)),
    });
  });
});

describe('our own mail', () => {
  it.each<[string, InboundMail, Partial<Facts>]>([
    ['by its field', aMail({}, { 'x-replyline-loop': '1' }), {}],
    ['by its Message-ID', aMail(), { hasOwnMessageId: true }],
    ['by its address', aMail({ from: [{ address: 'r@example.test', name: '' }] }), { ownAddress: 'R@Example.test' }],
    [
      'by an address to answer at',
      aMail({ from: [{ address: 'r+abc@example.test', name: '' }] }),
      { ownAddress: 'r@example.test' },
    ],
  ])('is recognised %s', (_how, mail, facts) => {
    expect(triage(mail, { ...FACTS, ...facts })).toMatchObject({ outcome: 'ignore', decidedBy: 'own-mail' });
  });

  it.each(['rr@example.test', 'r+abc@other.test', 'r@example.test.evil.test'])(
    'is not what comes from %s',
    (address) => {
      const mail = aMail({ from: [{ address, name: '' }] });
      expect(triage(mail, { ...FACTS, ownAddress: 'r@example.test' })).toMatchObject({ outcome: 'accept' });
    },
  );
});

describe('a report', () => {
  it('of a mail that is not known yet waits', () => {
    for (const report of [FAILED, FEEDBACK])
      expect(triage(aMail({ report }), { ...FACTS, awaitsMail: true })).toMatchObject({ outcome: 'wait' });
  });

  it.each(['delivered', 'relayed', 'expanded'])('that a mail was %s is no bounce', (action) => {
    const report = { deliveryStatus: `Reporting-MTA: dns; a\n\nAction: ${action}\nStatus: 2.0.0`, returnedHeaders: '' };
    expect(triage(aMail({ report }), FACTS)).toMatchObject({ outcome: 'ignore', decidedBy: 'delivery-report' });
  });

  it('is about whom we addressed, where it names several', () => {
    const deliveryStatus =
      'Reporting-MTA: dns; a\n\nFinal-Recipient: rfc822; x@c.test\nAction: failed\nStatus: 5.1.1\n\nFinal-Recipient: rfc822; Bob@Example.test\nAction: delayed\nStatus: 4.4.1';
    const mail = aMail({ report: { deliveryStatus, returnedHeaders: '' } });
    expect(triage(mail, { ...FACTS, sentTo: 'bob@example.test' })).toMatchObject({ report: { action: 'delayed' } });
    expect(triage(mail, FACTS)).toMatchObject({ report: { action: 'failed' } });
  });
});
