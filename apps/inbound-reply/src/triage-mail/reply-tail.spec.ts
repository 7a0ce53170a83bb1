import { randomUUID } from 'node:crypto';
import { world } from '@replyline/testing';
import { beforeAll, expect, it } from '@jest/globals';
import { serviceAlone } from '../testing/service-alone.js';
import type { ServiceUnderTest } from '../testing/service-under-test.js';
import type { Examined } from './examine-mail.js';
import { rememberTails } from './reply-tail.js';

const here = world();
const USER = randomUUID();
let service: ServiceUnderTest;

beforeAll(async () => {
  service = await serviceAlone(here);
});

const withTail = (): Examined =>
  ({ sent: { userId: USER }, replyId: randomUUID(), extracted: { tail: ['Alice of the lunch room'] } }) as never;

/** Waiting for a lock is a failure here. */
const remembered = (at: string, count = 1): Promise<void> =>
  service.db.transaction(async (tx) => {
    await tx.query(`SET LOCAL lock_timeout = '1s'`);
    await rememberTails(tx, Array.from({ length: count }, withTail), new Date(at));
  });
const kept = (): Promise<{ received_at: Date }[]> =>
  service.db.query(`SELECT received_at FROM reply_tail ORDER BY received_at`);

it('a tail that somebody else is about to forget is left to him, and nobody waits for anybody', async () => {
  await remembered('2026-11-19T12:00:00Z', 8);
  const other = service.db.createQueryRunner();
  await other.startTransaction();
  await other.query(`SELECT 1 FROM reply_tail ORDER BY received_at LIMIT 1 FOR UPDATE`);
  try {
    await remembered('2026-11-20T12:00:00Z', 2);
    expect((await kept()).map(({ received_at: at }) => at.getUTCMilliseconds())).toEqual([1, 3, 4, 5, 6, 7, 8, 1, 2]);
  } finally {
    await other.rollbackTransaction();
    await other.release();
  }
  await remembered('2026-11-21T12:00:00Z');
  expect(await kept()).toHaveLength(8);
});
