import { Logger } from '@nestjs/common';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { until, world } from '@replyline/testing';
import { DataSource } from 'typeorm';
import { LEASES_MIGRATIONS } from './leases.module.js';
import { Leases, type Held } from './leases.js';
import { Liveness } from './liveness.js';

interface Replica {
  readonly db: DataSource;
  readonly leases: Leases;
  readonly liveness: Liveness;
  readonly held: Held[];
}

const here = world();
let url: string;

beforeEach(async () => {
  url = await here.freshDatabase();
});

/** One process, as far as PostgreSQL can tell. */
async function replica(): Promise<Replica> {
  const db = await new DataSource({
    type: 'postgres',
    url,
    migrations: LEASES_MIGRATIONS,
    migrationsRun: true,
  }).initialize();
  const liveness = new Liveness(db);
  await liveness.onModuleInit();
  const leases = new Leases(db, liveness);
  here.onEnd(async () => {
    await leases.beforeApplicationShutdown();
    await liveness.onApplicationShutdown();
    await db.destroy();
  });
  return { db, leases, liveness, held: [] };
}

const holdMailbox = ({ leases, held }: Replica) =>
  leases.hold('mailbox', (mine) => {
    held.push(mine);
    return new Promise((ended) => mine.signal.addEventListener('abort', () => ended()));
  });

const within = (what: string) => ({ deadlineMs: 8_000, what });
const terminate = (db: DataSource) =>
  db.query(
    `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'liveness' AND datname = current_database()`,
  );

describe('a lease', () => {
  it('has one holder at a time', async () => {
    const [first, second] = [await replica(), await replica()];
    holdMailbox(first);
    await until(() => first.held.length === 1, within('the first holder'));
    holdMailbox(second);
    const rows: unknown[] = await second.db.query(`SELECT 1 FROM lease WHERE name = 'mailbox' AND owner = $1`, [
      first.liveness.owner,
    ]);
    expect(rows).toHaveLength(1);
    const taken = until(() => second.held.length > 0, { deadlineMs: 1_000, what: 'a second holder' });
    await expect(taken).rejects.toThrow();
  });

  it('goes to another replica with a new epoch when its holder stops', async () => {
    const [first, second] = [await replica(), await replica()];
    holdMailbox(first);
    await until(() => first.held.length === 1, within('the first holder'));
    holdMailbox(second);
    await first.leases.beforeApplicationShutdown();
    await until(() => second.held.length === 1, within('the second holder'));
    expect(second.held[0]!.epoch).toBeGreaterThan(first.held[0]!.epoch);
  });

  it('goes to another replica long before it expires when its holder is gone, and the old epoch writes nothing', async () => {
    const [first, second] = [await replica(), await replica()];
    holdMailbox(first);
    await until(() => first.held.length === 1, within('the first holder'));
    // The first replica's liveness connection breaks, as it does when its process is killed.
    await terminate(second.db);
    await until(() => first.held[0]!.signal.aborted, within('the holder noticing'));
    holdMailbox(second);
    await until(() => second.held.length + first.held.length >= 2, within('a new holder'));
    const { epoch } = first.held[0]!;
    await expect(second.db.transaction((tx) => second.leases.fence(tx, 'mailbox', epoch))).rejects.toMatchObject({
      code: 'lease.lost',
    });
  });

  it('goes to another replica although its holder was frozen in the middle of a write, of which nothing stays', async () => {
    const [first, second] = [await replica(), await replica()];
    holdMailbox(first);
    await until(() => first.held.length === 1, within('the first holder'));
    const { epoch } = first.held[0]!;
    const frozen = first.db.createQueryRunner();
    await frozen.startTransaction();
    await first.leases.fence(frozen.manager, 'mailbox', epoch);
    await frozen.query(`INSERT INTO lease (name, epoch, expires_at) VALUES ('written by the frozen one', 0, now())`);
    holdMailbox(second);
    await terminate(second.db);
    await until(() => second.held.length + first.held.length >= 2, { deadlineMs: 15_000, what: 'a new holder' });
    await expect(frozen.commitTransaction()).rejects.toThrow();
    await frozen.release().catch(() => undefined);
    expect(await second.db.query(`SELECT 1 FROM lease WHERE name LIKE 'written%'`)).toEqual([]);
  });

  it('that comes while its process stops is given back, and nothing begins', async () => {
    const [first, second] = [await replica(), await replica()];
    holdMailbox(first);
    await first.leases.beforeApplicationShutdown();
    expect(first.held).toEqual([]);
    holdMailbox(second);
    await until(() => second.held.length === 1, within('another holder'));
  });

  it('that cannot be asked for is said once, and held as soon as it can', async () => {
    const [only, other] = [await replica(), await replica()];
    await other.db.query(`ALTER TABLE lease RENAME TO away`);
    const told: unknown[] = [];
    let tries = 0;
    only.db.transaction = new Proxy(only.db.transaction, {
      apply: (transaction, db, given) => ((tries += 1), Reflect.apply(transaction, db, given)),
    });
    Logger.overrideLogger({ log: () => undefined, error: () => undefined, warn: (line) => told.push(line) });
    holdMailbox(only);
    await until(() => tries > 2, within('some tries'));
    await other.db.query(`ALTER TABLE away RENAME TO lease`);
    await until(() => only.held.length === 1, within('the holder'));
    Logger.overrideLogger(false);
    expect(told).toMatchObject([{ lease: 'mailbox', err: { message: expect.stringContaining('lease') } }]);
  });

  it('lets its holder write', async () => {
    const only = await replica();
    holdMailbox(only);
    await until(() => only.held.length === 1, within('the holder'));
    await only.db.transaction((tx) => only.leases.fence(tx, 'mailbox', only.held[0]!.epoch));
  });
});
