import { describe, expect, it } from '@jest/globals';
import { readComplaint } from './complaint.js';

const RETURNED = 'Message-ID: <a@b.test>\nSubject: x';
const arf = (feedback: string, returnedHeaders = RETURNED) => ({
  subject: 'FW: x',
  report: { deliveryStatus: '', feedback, returnedHeaders },
});

describe('a complaint', () => {
  it.each([
    [
      'of RFC 5965',
      arf('Feedback-Type: abuse\nOriginal-Rcpt-To: <Bob@Example.test>'),
      { feedbackType: 'abuse', recipient: 'bob@example.test' },
    ],
    ['that does not say whose', arf('Feedback-Type: ABUSE\nVersion: 0.1'), { feedbackType: 'abuse' }],
    [
      'that is an opt-out',
      arf('Feedback-Type: opt-out\nRemoval-Recipient: bob@example.test'),
      { feedbackType: 'opt-out', recipient: 'bob@example.test' },
    ],
    [
      'in the form of Microsoft (JMRP)',
      {
        subject: 'complaint about message from 192.0.2.10',
        report: { deliveryStatus: '', returnedHeaders: `X-HmXmrOriginalRecipient: bob@example.test\n${RETURNED}` },
      },
      { feedbackType: 'abuse', recipient: 'bob@example.test' },
    ],
  ])('%s is read', (_how, mail, expected) => {
    expect(readComplaint(mail)).toEqual({ ...expected, originalMessageId: 'a@b.test' });
  });

  it.each([
    ['says that it is no spam', arf('Feedback-Type: not-spam')],
    ['tells of failed authentication', arf('Feedback-Type: auth-failure')],
    ['tells of what a scanner found', arf('Feedback-Type: virus')],
    ['has no type', arf('User-Agent: x')],
    [
      'is what a person forwards',
      {
        ...arf('Feedback-Type: abuse'),
        from: [{ address: 'bob@example.test', name: '' }],
        headers: new Map([['content-type', ['multipart/mixed; boundary=b']]]),
      },
    ],
    ['is a delivery report', { subject: 'x', report: { deliveryStatus: 'Action: failed', returnedHeaders: RETURNED } }],
    [
      'is a mail with another one in it',
      { subject: 'Look', report: { deliveryStatus: '', returnedHeaders: RETURNED } },
    ],
    ['only talks of one', { subject: 'complaint about message from 192.0.2.10' }],
  ])('is none where it %s', (_how, mail) => {
    expect(readComplaint(mail)).toBeUndefined();
  });
});
