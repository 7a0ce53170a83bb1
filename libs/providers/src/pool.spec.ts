import { describe, expect, it } from '@jest/globals';
import { Pool, type Full, type Pooled } from './pool.js';

class Thing implements Pooled {
  isUsable = true;
  isClosed = false;
  close(): void {
    this.isClosed = true;
  }
}

const signal = new AbortController().signal;

function aPool(max: number, idleMs = 60_000) {
  const opened: Thing[] = [];
  const open = () => {
    const thing = new Thing();
    opened.push(thing);
    return Promise.resolve(thing);
  };
  return { pool: new Pool<Thing>({ open, max, idleMs }), opened };
}

describe('a pool', () => {
  it('lends again what came back', async () => {
    const { pool, opened } = aPool(2);
    const first = await pool.take(signal);
    pool.giveBack(first.item);
    expect(await pool.take(signal)).toEqual({ item: first.item, wasUsed: true });
    expect(opened).toHaveLength(1);
  });

  it('does not lend what is broken', async () => {
    const { pool } = aPool(1);
    const { item } = await pool.take(signal);
    item.isUsable = false;
    pool.giveBack(item);
    expect(item.isClosed).toBe(true);
    expect((await pool.take(signal)).wasUsed).toBe(false);
  });

  it('makes who comes when all are lent wait for the first that comes back', async () => {
    const { pool, opened } = aPool(1);
    const { item } = await pool.take(signal);
    const waiting = pool.take(signal);
    pool.giveBack(item);
    expect((await waiting).item).toBe(item);
    expect(opened).toHaveLength(1);
  });

  it('makes room for a fresh one by closing an idle one', async () => {
    const { pool, opened } = aPool(1);
    const { item } = await pool.take(signal);
    pool.giveBack(item);
    expect((await pool.take(signal, true)).wasUsed).toBe(false);
    expect(item.isClosed).toBe(true);
    expect(opened).toHaveLength(2);
  });

  describe('that others may have place beside', () => {
    const full: Full = {
      mostWaiting: 1,
      error: () => new Error('full'),
      is: (error) => (error as Error).message === 'full',
    };

    it('lets one wait for each that is lent, and refuses the next', async () => {
      const open = () => Promise.resolve(new Thing());
      const pool = new Pool<Thing>({ open, max: 1, idleMs: 60_000, full });
      const { item } = await pool.take(signal);
      const waiting = pool.take(signal);
      await expect(pool.take(signal)).rejects.toThrow('full');
      pool.giveBack(item);
      expect((await waiting).item).toBe(item);
    });

    it('lets as many wait for each as it is told', async () => {
      const open = () => Promise.resolve(new Thing());
      const pool = new Pool<Thing>({ open, max: 1, idleMs: 60_000, full: { ...full, mostWaiting: 2 } });
      const { item } = await pool.take(signal);
      const waiting = [pool.take(signal), pool.take(signal)];
      await expect(pool.take(signal)).rejects.toThrow('full');
      for (const one of waiting) {
        pool.giveBack(item);
        expect((await one).item).toBe(item);
      }
    });

    it('lends what came back while it was told so', async () => {
      let answer = (): void => undefined;
      let isFull = false;
      const open = () =>
        isFull
          ? new Promise<Thing>((_, reject) => (answer = () => reject(full.error())))
          : Promise.resolve(new Thing());
      const pool = new Pool<Thing>({ open, max: 5, idleMs: 60_000, full });
      const { item } = await pool.take(signal);
      isFull = true;
      const asking = pool.take(signal);
      pool.giveBack(item);
      answer();
      expect((await asking).item).toBe(item);
    });

    it('refuses all who wait for one that may not be opened after all', async () => {
      const open = () => new Promise<Thing>((_, reject) => setImmediate(() => reject(full.error())));
      const pool = new Pool<Thing>({ open, max: 2, idleMs: 60_000, full });
      const takes = await Promise.allSettled([1, 2, 3, 4].map(() => pool.take(signal)));
      expect(takes.map(({ status }) => status)).toEqual(Array(4).fill('rejected'));
    });

    it('waits as well when it is told that there may be no more, unless none is lent', async () => {
      let free = 0;
      const open = () => (free-- > 0 ? Promise.resolve(new Thing()) : Promise.reject(full.error()));
      const pool = new Pool<Thing>({ open, max: 5, idleMs: 60_000, full });
      await expect(pool.take(signal)).rejects.toThrow('full');
      free = 1;
      const { item } = await pool.take(signal);
      const waiting = pool.take(signal);
      await new Promise(setImmediate);
      await expect(pool.take(signal)).rejects.toThrow('full');
      pool.giveBack(item);
      expect((await waiting).item).toBe(item);
    });
  });

  it('closes what is idle and not usable any more when it is tidied', async () => {
    const { pool } = aPool(2);
    const [worn, good] = [await pool.take(signal), await pool.take(signal)];
    for (const { item } of [worn, good]) pool.giveBack(item);
    worn.item.isUsable = false;
    pool.tidy();
    expect([worn.item.isClosed, good.item.isClosed]).toEqual([true, false]);
  });

  it('forgets what could not be opened', async () => {
    let isDown = true;
    const open = () => (isDown ? Promise.reject(new Error('down')) : Promise.resolve(new Thing()));
    const pool = new Pool<Thing>({ open, max: 1, idleMs: 60_000 });
    await expect(pool.take(signal)).rejects.toThrow('down');
    isDown = false;
    expect((await pool.take(signal)).wasUsed).toBe(false);
  });

  it('lends to whoever waited longest, also when somebody else comes in that moment', async () => {
    const { pool } = aPool(1);
    const { item } = await pool.take(signal);
    const order: string[] = [];
    const first = pool.take(signal).then(({ item: its }) => (order.push('first'), pool.giveBack(its)));
    pool.giveBack(item);
    const second = pool.take(signal).then(({ item: its }) => (order.push('second'), pool.giveBack(its)));
    await Promise.all([first, second]);
    expect(order).toEqual(['first', 'second']);
  });

  it('makes nobody wait who has given up', async () => {
    const { pool, opened } = aPool(1);
    const { item } = await pool.take(signal);
    const giving = new AbortController();
    const waiting = pool.take(giving.signal);
    giving.abort();
    await expect(waiting).rejects.toMatchObject({ code: 'provider.connections_in_use' });
    pool.giveBack(item);
    expect((await pool.take(signal)).item).toBe(item);
    expect(opened).toHaveLength(1);
  });

  it('opens nothing for those who wait when it is closed', async () => {
    const { pool, opened } = aPool(1);
    const { item } = await pool.take(signal);
    const waiting = pool.take(signal);
    const closing = pool.close();
    await expect(waiting).rejects.toMatchObject({ code: 'provider.connections_in_use' });
    await expect(pool.take(signal)).rejects.toMatchObject({ code: 'provider.connections_in_use' });
    pool.giveBack(item);
    await closing;
    expect(opened).toHaveLength(1);
  });

  it('is closed when everything has come back', async () => {
    const { pool } = aPool(2);
    const [lent, idle] = [await pool.take(signal), await pool.take(signal)];
    pool.giveBack(idle.item);
    let isClosed = false;
    const closing = pool.close().then(() => (isClosed = true));
    await Promise.resolve();
    expect([idle.item.isClosed, isClosed]).toEqual([true, false]);
    pool.giveBack(lent.item);
    await closing;
    expect(lent.item.isClosed).toBe(true);
  });
});
