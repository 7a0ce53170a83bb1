import { randomUUID } from 'node:crypto';
import { expect, it } from '@jest/globals';
import { causedBy, NotificationRequestedV1, type Lane } from '@replyline/contracts';
import { ERRORS } from '@replyline/errors';
import { SOURCE } from '../source.js';
import { whyNotAsk } from './may-ask.js';
import { itself, reportOf, urgentlySuppressed } from './report-suppressed.js';

const suppressed = {
  id: randomUUID(),
  userId: randomUUID(),
  state: 'suppressed',
  refusal: 'recipient.suppressed',
  address: 'bob@example.test',
} as const;
const rejected = { id: randomUUID(), userId: randomUUID(), state: 'rejected', refusal: 'recipient.unknown' } as const;
const planned = {
  notificationId: randomUUID(),
  sendAt: new Date(0),
  expiresAt: new Date(),
  deliveries: [suppressed, rejected],
};
const heldUp = {
  notificationId: planned.notificationId,
  kind: 'assignment',
  addresses: ['bob@example.test'],
} as const;
const asked = (lane: Lane) =>
  NotificationRequestedV1.make(
    {
      kind: 'assignment',
      lane,
      recipients: [{ userId: randomUUID() }],
      variables: { actorName: 'ada', conversationName: 'Migration plan' },
    },
    { source: '/services/conversation', correlationid: 'c-1' },
  );

it('only urgent mail that is suppressed is reported', () => {
  expect(urgentlySuppressed(planned, asked('urgent'))).toEqual(['bob@example.test']);
  expect(urgentlySuppressed(planned, asked('normal'))).toEqual([]);
});

it('neither a report nor the timeline says of a complaint that mail came back', () => {
  const report = JSON.stringify(reportOf(heldUp, causedBy(asked('urgent'), SOURCE)));
  expect(report).not.toContain('came back');
  expect(report).toContain('the address is suppressed');
  expect(ERRORS['recipient.suppressed'].title).toContain('or was called unwanted');
  for (const code of ['recipient.suppressed', 'delivery.recipient_suppressed'] as const)
    expect(ERRORS[code].remediation).toContain('After a complaint leave it so');
});

it('a report names the mail, and neither its recipient nor its words', () => {
  const event = asked('urgent');
  const report = reportOf(heldUp, causedBy(event, SOURCE));
  const text = JSON.stringify(report);
  expect(text).toContain(planned.notificationId);
  expect(text).not.toContain('bob@example.test');
  expect(text).not.toContain('Migration plan');
  expect(report).toMatchObject({
    causationid: event.id,
    correlationid: 'c-1',
    data: { recipients: [{ role: 'server-admin' }] },
  });
});

it('a report leads to no other report, and is something that we may ask of ourselves', () => {
  const report = reportOf(heldUp, causedBy(asked('urgent'), SOURCE));
  expect(urgentlySuppressed(planned, report)).toEqual([]);
  expect(whyNotAsk(report, report.data, itself)).toBeUndefined();
});
