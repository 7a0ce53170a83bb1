import { randomUUID } from 'node:crypto';
import { beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Liveness } from '@replyline/leases';
import { MESSAGING_MIGRATIONS, Outbox } from '@replyline/messaging';
import { HotStatements } from '@replyline/service-host';
import { until, world } from '@replyline/testing';
import { DataSource } from 'typeorm';
import { ENTITIES, MIGRATIONS } from '../outbound-mail.module.js';
import { Claims, type Claim } from './claims.js';
import { Ledger } from './ledger.js';
import { INTEND, SETTLE } from './ledger-query.js';
import { Recovery } from './recovery.js';
import type { Settlement } from './settle-attempt.js';

const here = world();
let db: DataSource;
let claims: Claims;
let ledger: Ledger;
let gone: { liveness: Liveness; claims: Claims };
let recovery: Recovery;
/** How often the ledger was written. */
let runs = 0;

beforeAll(async () => {
  const options = { entities: [...ENTITIES], migrations: [...MESSAGING_MIGRATIONS, ...MIGRATIONS] };
  db = await new DataSource({ type: 'postgres', url: await here.freshDatabase(), ...options }).initialize();
  here.onEnd(() => db.destroy());
  await db.runMigrations();
  const statements = new HotStatements(db);
  here.onEnd(() => statements.onApplicationShutdown());
  const alive = async () => {
    const liveness = new Liveness(db);
    await liveness.onModuleInit();
    here.onEnd(() => liveness.onApplicationShutdown());
    return { liveness, claims: new Claims(db, statements, liveness) };
  };
  const ours = await alive();
  gone = await alive();
  claims = ours.claims;
  const counted = {
    do: (...asked: Parameters<HotStatements['do']>) => statements.do(...asked).finally(() => (runs += 1)),
  };
  ledger = new Ledger(counted as HotStatements);
  recovery = new Recovery(db, ours.liveness, new Outbox());
});

beforeEach(async () => {
  await db.query(`TRUNCATE notification, outbox CASCADE`);
});

async function claimed(kind = 'mention', by = claims): Promise<Claim> {
  const id = randomUUID();
  await db.query(
    `WITH n AS (INSERT INTO notification (id, source, event_id, kind, lane, accepted_at)
       VALUES ($1::uuid, '/services/x', $1::text, $2, 'normal', now()) RETURNING id)
     INSERT INTO delivery (id, notification_id, lane, state, profile_id, message_id, mail, expires_at, next_attempt_at)
     SELECT id, id, 1, 'queued', 'system', id || '@example.test', '{}', now() + interval '1 day', now() FROM n`,
    [id, kind],
  );
  return (await by.take(1))[0]!;
}

async function handingOver(kind?: string, by?: Claims): Promise<Claim> {
  const claim = await claimed(kind, by);
  await ledger.handOver(claim);
  return claim;
}

const CANCEL = `UPDATE notification SET cancelled_at = now() WHERE id = $1`;
const cancelled = ({ notificationId }: Claim) => db.query(CANCEL, [notificationId]);

const stateOf = async ({ id }: Claim): Promise<Record<string, unknown>> => {
  const [row]: Record<string, unknown>[] = await db.query(`SELECT * FROM delivery WHERE id = $1`, [id]);
  return row!;
};

interface Told {
  readonly subject: string;
  readonly payload: string;
}
const told = (): Promise<Told[]> => db.query(`SELECT subject, payload FROM outbox ORDER BY seq`);
const subjects = async () => (await told()).map(({ subject }) => subject);

const SENT = { state: 'sent', replyCode: 250 } as const;
const LATER = { state: 'deferred', code: 'provider.try_later', delayMs: 60_000 } as const;
const NOBODY_KNOWS = { ...LATER, code: 'provider.unknown_outcome' } as const;
const NEVER = { state: 'failed', code: 'provider.recipient_refused' } as const satisfies Settlement;

describe('the ledger', () => {
  it('writes intents and outcomes of the same moment, each to its own delivery', async () => {
    const [sent, failed, later] = [await handingOver(), await handingOver(), await handingOver()];
    const begun = await claimed();
    const answers = await Promise.all([
      ledger.settle(sent, SENT),
      ledger.handOver(begun),
      ledger.settle(failed, NEVER),
      ledger.settle(later, LATER),
    ]);
    expect(answers).toEqual([true, undefined, true, true]);
    const states = await Promise.all([sent, begun, failed, later].map(async (it) => (await stateOf(it))['state']));
    expect(states).toEqual(['sent', 'handing_over', 'failed', 'deferred']);
    expect((await subjects()).toSorted()).toEqual([
      'notification.deferred.v1',
      'notification.failed.v1',
      'notification.sent.v1',
    ]);
  });

  it('ends an attempt whose intent is still on its way, and takes no intent of it after that', async () => {
    const claim = await claimed();
    const [settled] = await Promise.allSettled([ledger.settle(claim, LATER), ledger.handOver(claim)]);
    expect(settled).toMatchObject({ value: true });
    await expect(ledger.handOver(claim)).rejects.toMatchObject({ code: 'lease.lost' });
    expect(await stateOf(claim)).toMatchObject({ state: 'deferred', attempts: 1 });
    expect(await subjects()).toEqual(['notification.deferred.v1']);
  });

  it('tells when the next attempt is due as the database says it', async () => {
    const claim = await handingOver();
    await ledger.settle(claim, LATER);
    const { data } = JSON.parse((await told())[0]!.payload) as { data: { nextAttemptAt: string } };
    const due = (await stateOf(claim))['next_attempt_at'] as Date;
    expect(Math.abs(new Date(data.nextAttemptAt).getTime() - due.getTime())).toBeLessThanOrEqual(1);
    expect(data.nextAttemptAt).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
  });

  it('says of what may arrive twice that it was sent again, also when it was sent in the end', async () => {
    const claim = await handingOver('system-health');
    await ledger.settle(claim, NOBODY_KNOWS);
    expect(await stateOf(claim)).toMatchObject({ state: 'deferred', resolution: 'sent again' });
    await db.query(`UPDATE delivery SET next_attempt_at = now() WHERE id = $1`, [claim.id]);
    const [again] = await claims.take(1);
    await ledger.handOver(again!);
    await ledger.settle(again!, SENT);
    expect(await stateOf(claim)).toMatchObject({ state: 'sent', resolution: 'sent again' });
  });

  describe('of a notification that was cancelled while it was being sent', () => {
    it('tries nothing again, and says so', async () => {
      const claim = await handingOver();
      await cancelled(claim);
      expect(await ledger.settle(claim, LATER)).toBe(true);
      expect(await stateOf(claim)).toMatchObject({ state: 'cancelled', attempts: 1 });
      expect(await subjects()).toEqual(['notification.cancelled.v1']);
      const attempts = await db.query(`SELECT outcome, code FROM attempt WHERE delivery_id = $1`, [claim.id]);
      expect(attempts).toEqual([{ outcome: 'deferred', code: 'provider.try_later' }]);
    });

    it('says that it was sent when it was', async () => {
      const claim = await handingOver();
      await cancelled(claim);
      await ledger.settle(claim, SENT);
      expect(await stateOf(claim)).toMatchObject({ state: 'sent' });
      expect(await subjects()).toEqual(['notification.sent.v1']);
    });

    it('leaves unknown what may have been taken, where a second copy would have been better than none', async () => {
      const claim = await handingOver('system-health');
      await cancelled(claim);
      await ledger.settle(claim, NOBODY_KNOWS);
      expect(await stateOf(claim)).toMatchObject({ state: 'unknown', resolution: 'assumed sent' });
      expect(await subjects()).toEqual(['notification.unknown.v1']);
    });

    it('waits for a cancellation that is just being written down', async () => {
      const claim = await handingOver();
      let settling: Promise<boolean> | undefined;
      await db.transaction(async (tx) => {
        await tx.query(CANCEL, [claim.notificationId]);
        const before = runs;
        settling = ledger.settle(claim, LATER);
        await until(() => runs > before, { what: 'the settlement to find the cancellation' });
      });
      expect(await settling).toBe(true);
      expect(await stateOf(claim)).toMatchObject({ state: 'cancelled' });
    });

    it('does not send again what its process left lying', async () => {
      const claim = await handingOver('system-health', gone.claims);
      await cancelled(claim);
      await gone.liveness.onApplicationShutdown();
      await recovery.recover();
      expect(await stateOf(claim)).toMatchObject({ state: 'unknown', resolution: 'assumed sent' });
    });
  });

  it('keeps nothing else waiting for what somebody is just changing', async () => {
    const [taken, free, other] = [await claimed(), await claimed(), await handingOver()];
    let handing: Promise<void> | undefined;
    await db.transaction(async (tx) => {
      await tx.query(`UPDATE delivery SET code = code WHERE id = $1`, [taken.id]);
      handing = ledger.handOver(taken);
      await ledger.handOver(free);
      expect(await ledger.settle(other, SENT)).toBe(true);
      expect(await stateOf(taken)).toMatchObject({ state: 'claimed' });
    });
    await handing;
    expect(await stateOf(taken)).toMatchObject({ state: 'handing_over' });
  });

  it('asks on connections that plan by index and wait for nobody, whatever the URL says', async () => {
    const url = new URL((db.options as { url: string }).url);
    url.searchParams.set('options', '-c search_path=public');
    const statements = new HotStatements({ options: { url: url.href } } as DataSource);
    here.onEnd(() => statements.onApplicationShutdown());
    const settings = ['plan_cache_mode', 'enable_seqscan', 'enable_hashjoin', 'lock_timeout', 'search_path'];
    const text = `SELECT ${settings.map((name) => `current_setting('${name}') AS ${name}`).join()}`;
    expect(await statements.do({ name: 'settings', text }, [])).toEqual([
      {
        plan_cache_mode: 'force_generic_plan',
        enable_seqscan: 'off',
        enable_hashjoin: 'off',
        lock_timeout: '2s',
        search_path: 'public',
      },
    ]);
  });

  it.each([INTEND, SETTLE])(
    '$name is planned by index alone, whatever the tables held when it was planned',
    async ({ text }) => {
      await db.transaction(async (tx) => {
        for (const way of ['seqscan', 'bitmapscan', 'hashjoin', 'mergejoin'])
          await tx.query(`SET LOCAL enable_${way} = off`);
        const rows: Record<'QUERY PLAN', string>[] = await tx.query(`EXPLAIN (GENERIC_PLAN) ${text}`);
        const plan = rows.map((row) => row['QUERY PLAN']).join('\n');
        expect(plan).not.toMatch(/Seq Scan on (delivery|notification)|Disabled: true/);
        expect(plan).not.toMatch(/Index Scan using (?!\w+_pkey)\w+ on delivery/);
      });
    },
  );
});
