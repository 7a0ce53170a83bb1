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

  it.each([
    ['Re: Confirm the release date', 'Follow the plan of Monday: we release on Friday.'],
    ['Re: Verify backups', 'Follow the runbook, then confirm.'],
    ['Re: Ticket 4711 created', 'Ticket 4711 is mine.'],
    ['AW: Ticket 4711 created', 'Ticket 4711 is mine.'],
    ['Re: Request for access received', 'Request #48213 is fine.'],
  ])('takes an answer to "%s" for no machine, whoever sent it', (subject, replyText) => {
    const mail = aMail({ subject, text: replyText });
    expect(triage(mail, { ...facts, replyText })).toMatchObject({ outcome: 'accept' });
    expect(triage(mail, { ...facts, replyText, senderProven: 'not-proven' })).toMatchObject({ outcome: 'hold' });
  });

  const MACHINES = [
    ['Please confirm your message', 'Click the link below and your message will be delivered.'],
    ['[Request received] Release', 'Your request (#48213) has been received.'],
  ] as const;

  it.each(MACHINES)(
    'takes "%s" for a machine by its words only where nothing proves its sender',
    (subject, replyText) => {
      const verdictOf = (change: Partial<Facts>): object =>
        triage(aMail({ subject }), { ...facts, replyText, ...change });
      const ignored = { outcome: 'ignore', decidedBy: 'automatic-response' };
      expect(verdictOf({})).toMatchObject({ outcome: 'accept' });
      expect(verdictOf({ senderProven: 'not-proven' })).toMatchObject(ignored);
      expect(verdictOf({ senderIsOnRecord: false })).toMatchObject(ignored);
      expect(verdictOf({ intent: { kind: 'none' } })).toMatchObject(ignored);
    },
  );

  it.each(MACHINES)('does not take "%s" for a machine by the words of a quote', (subject, quoted) => {
    const mail = aMail({ subject, text: `Yes.\n\n> ${quoted}` });
    expect(triage(mail, { ...facts, senderProven: 'not-proven' })).toMatchObject({ outcome: 'hold' });
  });

  it('believes the field of a ticket system whoever sent it', () => {
    const mail = aMail({ subject: '[Request received] Release' }, { 'x-zammad-ticket': '1' });
    expect(triage(mail, facts)).toMatchObject({ outcome: 'ignore', decidedBy: 'automatic-response' });
  });

  it.each<[string, InboundMail]>([
    ['Precedence: bulk', aMail({}, { precedence: 'bulk' })],
    ['the fields of a list', aMail({}, { 'list-id': '<a.example.test>' })],
  ])('takes no answer for a machine’s by %s alone', (_sign, mail) => {
    const verdictOf = (change: Partial<Facts>): object => triage(mail, { ...facts, ...change });
    expect(verdictOf({})).toMatchObject({ outcome: 'accept' });
    expect(verdictOf({ senderProven: 'not-proven' })).toMatchObject({ outcome: 'hold' });
    expect(verdictOf({ intent: { kind: 'unknown', replyKey: 'k' }, senderIsOnRecord: false })).toMatchObject({
      outcome: 'wait',
    });
    expect(verdictOf({ senderIsOnRecord: false })).toMatchObject({ decidedBy: 'automatic-response' });
  });

  it('takes a null reverse-path for a machine’s whoever is in From', () => {
    const verdict = triage(aMail({ returnPath: '' }), { ...facts, replyText: 'I am out until Monday.' });
    expect(verdict).toMatchObject({ outcome: 'ignore', decidedBy: 'automatic-response' });
  });

  it('takes an absence note in words for one although its sender is proven', () => {
    const mail = aMail({ subject: 'Out of office: Release' });
    const verdictOf = (replyText: string): object => triage(mail, { ...facts, replyText });
    expect(verdictOf('I am out of the office until Monday.')).toMatchObject({ decidedBy: 'automatic-response' });
    expect(verdictOf('Who covers for her?')).toMatchObject({ outcome: 'accept' });
  });

  it('tells a stranger nothing: without a token of ours no verdict leads to a notice', () => {
    for (const kind of ['none', 'forged'] as const) {
      expect(triage(aMail(), { ...facts, intent: { kind }, replyText: '', senderIsOnRecord: false }).outcome).toBe(
        'ignore',
      );
    }
  });
});
