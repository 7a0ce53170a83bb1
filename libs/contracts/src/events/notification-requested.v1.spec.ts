import { randomUUID } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { NOTIFICATION_KINDS, NotificationRequestedV1, SENSITIVE_KINDS } from './notification-requested.v1.js';

const AT = '2026-03-02T14:30:00Z';
/** What sealed values look like; nobody opens this one. */
const SEALED = `k1.${'A'.repeat(66)}`;
const URL = 'https://reports.example/1';

function accepted(kind: string, variables: object): unknown {
  const recipients = [{ userId: randomUUID() }];
  const data = { kind, recipients, variables, actorId: randomUUID() };
  return NotificationRequestedV1.make(data as never, { source: '/services/any' }).data.variables;
}

describe('a request for a mail', () => {
  it.each<[string, string, object]>([
    ['what people subscribe to', 'event', { topic: 'orders.shipped', title: 'Shipped', text: '', url: URL }],
    ['an export', 'export-completed', { exportName: 'orders.csv', url: URL, expiresAt: AT }],
    ['an export that stays', 'export-completed', { exportName: 'orders.csv', url: URL }],
    [
      'a query that ran',
      'scheduled-query',
      { queryName: 'Revenue', outcome: 'succeeded', ranAt: AT, detail: '12 rows' },
    ],
    ['a query that did not', 'scheduled-query', { queryName: 'Revenue', outcome: 'failed', url: URL }],
    ['a one-time password', 'password', { displayName: 'Bob', password: SEALED, expiresAt: AT }],
    ['a password to be chosen', 'password', { displayName: 'Bob', url: SEALED }],
    ['a reminder', 'reminder', { title: 'Renew it', text: 'Soon', dueAt: AT, url: URL }],
    ['a bare reminder', 'reminder', { title: 'Renew it' }],
  ])('about %s is taken', (_what, kind, variables) => {
    expect(accepted(kind, variables)).toEqual(variables);
  });

  it.each<[string, string, object]>([
    ['an event of no topic', 'event', { title: 'Shipped', text: '' }],
    ['a topic that is none', 'event', { topic: 'Orders shipped!', title: 'Shipped', text: '' }],
    ['an export without a place', 'export-completed', { exportName: 'orders.csv' }],
    ['a link that is a script', 'export-completed', { exportName: 'orders.csv', url: 'javascript:alert(1)' }],
    ['an expiry that is no moment', 'export-completed', { exportName: 'orders.csv', url: URL, expiresAt: 'tomorrow' }],
    ['a query that ended otherwise', 'scheduled-query', { queryName: 'Revenue', outcome: 'perhaps' }],
    ['a password that is missing', 'password', { displayName: 'Bob' }],
    ['a password in clear', 'password', { displayName: 'Bob', password: 'plum-Kettle' }],
    ['a way in that is in clear', 'password', { displayName: 'Bob', url: URL }],
    ['a password of two lines', 'password', { displayName: 'Bob', password: `${SEALED}\r\nb` }],
    ['a title with a header field', 'reminder', { title: 'Renew\r\nBcc: eve@evil.test' }],
    ['a title that is too long', 'reminder', { title: 'x'.repeat(301) }],
  ])('with %s is refused', (_what, kind, variables) => {
    expect(() => accepted(kind, variables)).toThrow();
  });
});

it.each<[string, object]>([
  ['reminder', { title: 'Renew it' }],
  ['free-mail', { subject: 'Hello', text: 'World' }],
])('a person, and a thread, are the same by an id in capitals: %s', (kind, variables) => {
  const [userId, actorId, threadId] = [randomUUID(), randomUUID(), randomUUID()];
  const ids = {
    ...{ recipients: [{ userId: userId.toUpperCase() }] },
    ...{ actorId: actorId.toUpperCase(), threadId: threadId.toUpperCase() },
  };
  const event = NotificationRequestedV1.make({ kind, variables, ...ids } as never, { source: '/services/any' });
  expect(event.data).toMatchObject({ recipients: [{ userId }], actorId, threadId });
});

it('a password in clear is told what it has to be', () => {
  expect(() => accepted('password', { displayName: 'Bob', password: 'plum-Kettle' })).toThrow(
    'is not sealed with the key of GET /v1/sealing-key',
  );
});

it('a kind is sensitive where one of its variables is', () => {
  const schema = JSON.stringify(z.toJSONSchema(NotificationRequestedV1.schema, { io: 'input' }));
  const { oneOf } = JSON.parse(schema).properties.data;
  const marked = NOTIFICATION_KINDS.filter((kind) =>
    oneOf.some(
      (it: { properties: { kind: { const: string } } }) =>
        it.properties.kind.const === kind && JSON.stringify(it).includes('"sensitive":true'),
    ),
  );
  expect(marked).toEqual(SENSITIVE_KINDS);
});
