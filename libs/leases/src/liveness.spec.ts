import { describe, expect, it } from '@jest/globals';
import { startTcpProxy } from '@replyline/local-servers';
import { until, world } from '@replyline/testing';
import { DataSource } from 'typeorm';
import { isGone, Liveness } from './liveness.js';

const here = world();

describe('a process whose network loses everything for a while', () => {
  it('knows that others believe it to be gone, and shows itself again', async () => {
    const direct = await here.freshDatabase();
    const network = await startTcpProxy({ targetPort: Number(new URL(direct).port) });
    here.onEnd(() => network.stop());
    const db = await new DataSource({ type: 'postgres', url: direct }).initialize();
    here.onEnd(() => db.destroy());
    const url = Object.assign(new URL(direct), { port: String(network.port) }).href;
    const ours = new Liveness(new DataSource({ type: 'postgres', url }));
    await ours.onModuleInit();
    here.onEnd(() => ours.onApplicationShutdown());
    const isMissed = async () => (await db.query(`SELECT ${isGone(`'${ours.owner}'`)} AS gone`))[0].gone as boolean;
    const { owner } = ours;

    network.lose();
    // As PostgreSQL does by itself after eleven seconds.
    await db.query(
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'liveness' AND datname = current_database()`,
    );
    await until(isMissed, { what: 'the others to believe so' });
    await until(() => !ours.isAlive, { what: 'the process to know' });
    network.heal();
    await until(() => ours.isAlive, { what: 'another connection' });
    expect(ours.owner).not.toBe(owner);
    expect(await isMissed()).toBe(false);
  });
});
