import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { NotificationRequestedV1 } from '@replyline/contracts';
import { MESSAGING_MIGRATIONS } from '@replyline/messaging';
import { HotStatements } from '@replyline/service-host';
import { world } from '@replyline/testing';
import { DataSource } from 'typeorm';
import { MIGRATIONS } from '../outbound-mail.module.js';
import { aMention } from '../testing/service-under-test.js';
import { insertNew } from './insert-new.js';
import type { Accepted } from './insert-plans.js';
import type { Plan } from './plan.js';

const here = world();
let db: DataSource;
let statements: HotStatements;

beforeAll(async () => {
  const migrations = [...MESSAGING_MIGRATIONS, ...MIGRATIONS];
  db = await new DataSource({ type: 'postgres', url: await here.freshDatabase(), migrations }).initialize();
  here.onEnd(() => db.destroy());
  await db.runMigrations();
  statements = new HotStatements(db);
  here.onEnd(() => statements.onApplicationShutdown());
});

const skipped = (): Plan['deliveries'][number] => ({
  id: randomUUID(),
  userId: randomUUID(),
  state: 'skipped',
  refusal: 'recipient.unknown',
});

function accepted({ idempotencyKey, deliveries = [skipped()] }: Wanted = {}): Accepted {
  const asked = { ...aMention({ id: randomUUID() }), ...(idempotencyKey && { idempotencyKey }) };
  const event = NotificationRequestedV1.make(asked, { source: '/services/x' });
  const at = { sendAt: new Date(), expiresAt: new Date() };
  const refusal = deliveries.length === 0 ? ({ refusal: 'recipient.nobody' } as const) : {};
  return {
    event,
    now: new Date(),
    contents: [event.data],
    plan: { notificationId: randomUUID(), deliveries, ...at, ...refusal },
  };
}
interface Wanted {
  readonly idempotencyKey?: string;
  readonly deliveries?: Plan['deliveries'];
}

const writtenOf = async ({ plan: { notificationId } }: Accepted) =>
  (
    await db.query(
      `SELECT (SELECT count(*)::int FROM notification WHERE id = $1) AS notifications,
         (SELECT count(*)::int FROM delivery WHERE notification_id = $1) AS deliveries,
         (SELECT count(*)::int FROM outbox WHERE payload LIKE '%' || $1::text || '%') AS events`,
      [notificationId],
    )
  )[0];

describe('what is simply new', () => {
  it.each([
    ['with a delivery', {}, 1],
    ['refused as a whole', { deliveries: [] }, 0],
  ])(
    'is written once, %s, although it is asked for again because its answer was lost',
    async (_name, wanted, deliveries) => {
      const it = accepted(wanted);
      expect(await insertNew(statements, [it])).toEqual(new Set([it.plan.notificationId]));
      expect(await insertNew(statements, [it])).toEqual(new Set());
      expect(await writtenOf(it)).toEqual({ notifications: 1, deliveries, events: 1 });
    },
  );

  it('is the first of those that came together with one key, or with one id', async () => {
    const [first, second] = [accepted({ idempotencyKey: 'k' }), accepted({ idempotencyKey: 'k' })];
    const [alone, twin] = [accepted(), accepted()];
    const again = { ...twin, event: alone.event };
    expect(await insertNew(statements, [first, second, alone, again])).toEqual(
      new Set([first, alone].map(({ plan }) => plan.notificationId)),
    );
    for (const left of [second, again])
      expect(await writtenOf(left)).toEqual({ notifications: 0, deliveries: 0, events: 0 });
  });
});
