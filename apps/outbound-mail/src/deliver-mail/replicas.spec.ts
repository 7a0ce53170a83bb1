import { beforeAll, describe, expect, it } from '@jest/globals';
import type { DirectoryUser } from '@replyline/contracts';
import { startScriptedSmtp, type ScriptedSmtp } from '@replyline/local-servers';
import { until, world } from '@replyline/testing';
import { DataSource } from 'typeorm';
import { ProcessReplica } from '../testing/process-replica.js';
import { Surroundings, type Row } from '../testing/service-under-test.js';

const REPLICAS = 4;
const MAILS = 1_000;
const MOST_CONNECTIONS = 10;

const here = world();
let around: Surroundings;
let server: ScriptedSmtp;
let db: DataSource;
let bob: DirectoryUser;

beforeAll(async () => {
  const databaseUrl = await here.freshDatabase();
  around = await Surroundings.of({ databaseUrl, natsUrl: (await here.nats()).url });
  here.onEnd(() => around.stop());
  // Long enough for each connection to be in use, so that more of them would help.
  server = await startScriptedSmtp({
    dir: here.folder(),
    script: ({ step }) => (step === 'message' ? { delayMs: 30 } : undefined),
  });
  here.onEnd(() => server.stop());
  db = await new DataSource({ type: 'postgres', url: databaseUrl }).initialize();
  here.onEnd(() => db.destroy());
  bob = await around.user('bob');
  await around.profile(server.port, { maxConnections: MOST_CONNECTIONS, timeoutSeconds: 10 });
});

const count = async (sql: string): Promise<number> => {
  const [row]: { count: number }[] = await db.query(sql);
  return row!.count;
};
const holders = () => count(`SELECT count(DISTINCT owner)::int FROM slot`);
const unsettled = () => count(`SELECT count(*)::int FROM delivery WHERE state NOT IN ('sent', 'unknown')`);

describe('four processes, one of which is killed with -9', () => {
  it('never have more connections to a server than the profile says, by the server’s own count', async () => {
    const replicas = await Promise.all(Array.from({ length: REPLICAS }, () => ProcessReplica.start(around)));
    here.onEnd(() => Promise.all(replicas.map((replica) => replica.kill9())));
    await Promise.all(Array.from({ length: MAILS }, () => around.mention(bob)));
    let mostHolders = 0;
    const isInTheMiddle = async () => {
      mostHolders = Math.max(mostHolders, await holders());
      const isEach = mostHolders === REPLICAS && server.accepted().length > MAILS / 8;
      return isEach || server.accepted().length > MAILS / 2;
    };
    await until(isInTheMiddle, { deadlineMs: 60_000, what: 'some mail' });
    await replicas[0]!.kill9();
    const acceptedBefore = server.accepted().length;
    const settled = async () =>
      (await count(`SELECT count(*)::int FROM delivery`)) === MAILS && (await unsettled()) === 0;
    await until(settled, { deadlineMs: 60_000, what: 'every delivery to be settled' });

    expect(server.peakConnections()).toBe(MOST_CONNECTIONS);
    // It was killed in the middle, and not after the end.
    expect(acceptedBefore).toBeLessThan(0.9 * MAILS);
    // Nobody had all of them for itself.
    expect(mostHolders).toBeGreaterThan(1);
    const rows: Row[] = await db.query(`SELECT * FROM delivery`);
    const accepted = server.accepted().map(({ messageId }) => messageId);
    const idsIn = (state: string) => rows.filter((row) => row.state === state).map(({ message_id }) => message_id);
    expect(new Set(accepted).size).toBe(accepted.length);
    expect(idsIn('sent').filter((id) => !accepted.includes(id))).toEqual([]);
    expect(idsIn('unknown').length).toBeLessThanOrEqual(MOST_CONNECTIONS);
    // Whoever found no connection made no attempt.
    expect(rows.filter(({ attempts }) => attempts !== 1)).toEqual([]);
  });
});
