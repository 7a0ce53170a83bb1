import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { NotificationCancelV1, NotificationRequestedV1, type DirectoryUser } from '@replyline/contracts';
import { until, world } from '@replyline/testing';
import type { QueryRunner } from 'typeorm';
import { aMention, Replica, Surroundings, type Request } from '../testing/service-under-test.js';
import { lockForCancel, lockForRequests, rememberEarly, takeEarly } from './early-cancels.js';

const here = world();
const SOURCE = '/services/conversation';
let around: Surroundings;
let replica: Replica;
let bob: DirectoryUser;

beforeAll(async () => {
  around = await Surroundings.of({ databaseUrl: await here.freshDatabase(), natsUrl: (await here.nats()).url });
  here.onEnd(() => around.stop());
  bob = await around.user('bob');
  await around.profile(9);
  replica = await Replica.start(around);
  here.onEnd(() => replica.stop());
});

const later = () => new Date(Date.now() + 3_600_000).toISOString();
const aRequest = () => around.composed({ ...aMention(bob), notBefore: later() });
const cancel = ({ id }: Request) => {
  const event = NotificationCancelV1.make({ eventId: id }, { source: SOURCE });
  return around.publish(NotificationCancelV1.subjectOf(event), event);
};
const somebodyWaits = () =>
  until(
    async () =>
      ((await replica.db.query(`SELECT 1 FROM pg_locks WHERE locktype = 'advisory' AND NOT granted`)) as unknown[])
        .length,
    { what: 'somebody to wait for the lock' },
  );
const isCancelled = (request: Request) =>
  until(async () => (await replica.deliveries(request)).every(({ state }) => state === 'cancelled') || undefined, {
    what: 'the cancellation',
  });

/** A transaction that is still open when something else begins. */
async function holding(work: (runner: QueryRunner) => Promise<unknown>): Promise<() => Promise<void>> {
  const runner = replica.db.createQueryRunner();
  await runner.startTransaction();
  await work(runner);
  return async () => {
    await runner.commitTransaction();
    await runner.release();
  };
}

describe('a request and its cancel at the same time', () => {
  it('meet when the request is being written down', async () => {
    const request = aRequest();
    const commit = await holding(async ({ manager: tx }) => {
      await lockForRequests(tx, [request]);
      const id = randomUUID();
      await tx.query(
        `INSERT INTO notification (id, source, event_id, kind, lane, accepted_at) VALUES ($1, $2, $3, 'mention', 'urgent', now())`,
        [id, SOURCE, request.id],
      );
      await tx.query(
        `INSERT INTO delivery (id, notification_id, lane, state, expires_at, next_attempt_at)
         VALUES ($1, $2, 0, 'scheduled', $3, $3)`,
        [randomUUID(), id, later()],
      );
    });
    await cancel(request);
    await somebodyWaits();
    await commit();
    await isCancelled(request);
  });

  it('meet when the cancel is being written down', async () => {
    const request = aRequest();
    const commit = await holding(async ({ manager: tx }) => {
      await lockForCancel(tx, { source: SOURCE, id: request.id });
      await rememberEarly(tx, { source: SOURCE, id: request.id });
    });
    await around.publish(NotificationRequestedV1.subjectOf(request), request);
    await somebodyWaits();
    await commit();
    await until(async () => (await replica.deliveries(request)).length, { what: 'the delivery' });
    await isCancelled(request);
  });
});

describe('cancels of what never comes', () => {
  const of = (source: string, ...ids: string[]) => ids.map((id) => ({ source, id }));
  const kept = async (source: string) =>
    (
      (await replica.db.query(`SELECT event_id FROM early_cancel WHERE source = $1 ORDER BY at, event_id`, [
        source,
      ])) as { event_id: string }[]
    ).map(({ event_id: id }) => id);
  const remember = async (most: number, ...all: { source: string; id: string }[]) => {
    for (const it of all) await replica.db.transaction((tx) => rememberEarly(tx, it, most));
  };

  it('are so many a publisher, the newest', async () => {
    await remember(2, ...of('/services/a', '1', '2', '3'), ...of('/services/b', '1'));
    expect(await kept('/services/a')).toEqual(['2', '3']);
    expect(await kept('/services/b')).toEqual(['1']);
  });

  it('are forgotten after a day', async () => {
    await remember(9, ...of('/services/c', 'old', 'new'));
    await replica.db.query(`UPDATE early_cancel SET at = now() - interval '25 hours' WHERE event_id = 'old'`);
    await remember(9, ...of('/services/c', 'newer'));
    expect(await kept('/services/c')).toEqual(['new', 'newer']);
  });

  it('take back what their publisher asked for, and nobody else', async () => {
    await remember(9, ...of('/services/d', 'x'));
    const [foreign, own] = [...of('/services/e', 'x'), ...of('/services/d', 'x')];
    const taken = await replica.db.transaction((tx) => takeEarly(tx, [foreign!, own!]));
    expect([...taken]).toEqual([own]);
    expect(await kept('/services/d')).toEqual([]);
  });
});
