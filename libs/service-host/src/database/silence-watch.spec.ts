import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import { describe, expect, it } from '@jest/globals';
import { until, world } from '@replyline/testing';
import { connectDatabase } from './connect-database.js';

const here = world();
/** What is answered has to be answered so soon here, also while other tests run. */
const SILENCE_MS = 600;

/** A network between service and database that can begin to swallow everything, without closing anything. */
async function networkTo(url: string) {
  const { port, hostname } = new URL(url);
  const sockets = new Set<Socket>();
  let swallows = false;
  let heardAt = performance.now();
  const server = createServer((client) => {
    const upstream = connect(Number(port), hostname);
    for (const [from, to] of [
      [client, upstream],
      [upstream, client],
    ] as const) {
      sockets.add(from);
      from.on('error', () => to.destroy()).on('close', () => to.destroy());
      from.on('data', (chunk) => {
        heardAt = performance.now();
        if (!swallows) to.write(chunk);
      });
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  here.onEnd(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  const through = new URL(url);
  through.host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  const swallow = (value: boolean): void => void (swallows = value);
  return { url: through.href, swallow, quietMs: () => performance.now() - heardAt };
}

const databaseAt = async (url: string) => {
  const env = { DATABASE_URL: url, DATABASE_POOL_SIZE: 2, START_TIMEOUT_SECONDS: 10 };
  const db = await connectDatabase({ name: 'spec', env, entities: [], migrations: [], silenceMs: SILENCE_MS });
  here.onEnd(() => db.destroy());
  return db;
};

describe('a statement', () => {
  it('fails when the network swallows it, and the next one gets another connection', async () => {
    const network = await networkTo(await here.freshDatabase());
    const db = await databaseAt(network.url);
    network.swallow(true);
    await expect(db.query('SELECT 1')).rejects.toThrow('has not answered in time');
    network.swallow(false);
    expect(await db.query('SELECT 2 AS two')).toEqual([{ two: 2 }]);
  });

  it('fails also on a connection that had nothing to do for longer than it may take', async () => {
    const network = await networkTo(await here.freshDatabase());
    const db = await databaseAt(network.url);
    await until(() => network.quietMs() > 2 * SILENCE_MS);
    network.swallow(true);
    await expect(db.query('SELECT 1')).rejects.toThrow('has not answered in time');
  });

  it('is answered although this process stood still meanwhile', async () => {
    const db = await databaseAt(await here.freshDatabase());
    const answer = db.query('SELECT 1 AS one');
    // It is on its way, and the answer comes while nobody here looks.
    await new Promise((resolve) => setImmediate(resolve));
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 2 * SILENCE_MS);
    expect(await answer).toEqual([{ one: 1 }]);
  });

  it('fails inside a transaction too, which is given up', async () => {
    const network = await networkTo(await here.freshDatabase());
    const db = await databaseAt(network.url);
    const work = db.transaction(async (tx) => {
      await tx.query('CREATE TABLE thing (id int)');
      network.swallow(true);
      await tx.query('INSERT INTO thing VALUES (1)');
    });
    await expect(work).rejects.toThrow('has not answered in time');
    network.swallow(false);
    expect(await db.query(`SELECT to_regclass('thing') AS thing`)).toEqual([{ thing: null }]);
  });

  it('may come late in a transaction that is doing something else', async () => {
    const network = await networkTo(await here.freshDatabase());
    const db = await databaseAt(network.url);
    const [answer] = await db.transaction(async (tx) => {
      await tx.query('SELECT 1');
      await until(() => network.quietMs() > 2 * SILENCE_MS);
      return tx.query('SELECT 2 AS two');
    });
    expect(answer).toEqual({ two: 2 });
  });
});
