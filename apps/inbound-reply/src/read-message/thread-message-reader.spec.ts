import { writeFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { world } from '@replyline/testing';
import { describe, expect, it } from '@jest/globals';
import { ThreadMessageReader } from './thread-message-reader.js';

const here = world();
const A_MAIL = Buffer.from('From: a@example.test\r\nSubject: Hello\r\n\r\nHi.\r\n');

const readerOf = (options?: ConstructorParameters<typeof ThreadMessageReader>[0]): ThreadMessageReader => {
  const reader = new ThreadMessageReader(options);
  here.onEnd(() => reader.onApplicationShutdown());
  return reader;
};

const BAD = Buffer.from('From: a@example.test\r\nSubject: Bad\r\n\r\nHo.\r\n');

/** A thread that misbehaves at that mail, and answers to the others. */
const misbehaving = (misbehaviour: string): URL => {
  const file = `${here.folder()}/${misbehaviour.length}.mjs`;
  writeFileSync(
    file,
    `import { parentPort } from 'node:worker_threads';
     parentPort.on('message', (jobs) => {
       if (jobs.some(({ raw }) => Buffer.from(raw).includes('Bad'))) { ${misbehaviour} }
       parentPort.postMessage(jobs.map(() => ({ result: 'alive' })));
     });`,
  );
  return pathToFileURL(file);
};

describe('the thread that reads messages', () => {
  it('reads a message and what its writer wrote', async () => {
    const reader = readerOf();
    const mail = await reader.read(A_MAIL);
    expect(mail).toMatchObject({ subject: 'Hello', from: [{ address: 'a@example.test' }] });
    expect(mail.headers.get('subject')).toEqual(['Hello']);
    expect(await reader.extract({ mail: { text: 'Yes.\n\n> No?' } })).toMatchObject({ text: 'Yes.' });
  });

  it('says where it failed, and as what kind of error', async () => {
    const reader = readerOf();
    const failed = await reader.extract({ mail: { text: 7 } } as never).catch((error: unknown) => error);
    const { name, stack } = (failed as Error).cause as Error;
    expect(name).toBe('TypeError');
    expect(stack).toMatch(/at .*message-worker/);
  });

  it.each([
    ['takes too long', 'for (;;);', 'time'],
    ['takes too much memory', 'const all = []; for (;;) all.push(new Array(1e6).fill(all.length));', 'thread'],
    ['breaks', 'process.exit(3);', 'thread'],
    ['throws', "throw new Error('no');", 'thread'],
  ])('is replaced when a message %s, and the next one is read', async (_name, misbehaviour, limit) => {
    const reader = readerOf({ worker: misbehaving(misbehaviour), limitMs: limit === 'time' ? 1_000 : 20_000 });
    const [before, bad, after] = await Promise.allSettled([A_MAIL, BAD, A_MAIL].map((raw) => reader.read(raw)));
    expect(bad).toMatchObject({ reason: { code: 'mail.unreadable', details: { limit } } });
    expect([before, after]).toEqual([
      { status: 'fulfilled', value: 'alive' },
      { status: 'fulfilled', value: 'alive' },
    ]);
    await expect(reader.read(BAD)).rejects.toMatchObject({ code: 'mail.unreadable', details: { limit } });
    expect(await reader.read(A_MAIL)).toBe('alive');
  });

  it.each([
    ['takes too long', 'for (;;);', 1_000],
    ['breaks', 'process.exit(3);', 20_000],
  ])('reads what lies ready behind a message that %s', async (_name, it, limitMs) => {
    const reader = readerOf({ worker: misbehaving(it), limitMs });
    // So large that each goes to the thread alone.
    const padding = Buffer.alloc(600_000, 'x');
    const mails = [BAD, A_MAIL, BAD, A_MAIL, A_MAIL].map((mail) => Buffer.concat([mail, padding]));
    const read = await Promise.allSettled(mails.map((raw) => reader.read(raw)));
    expect(read.map(({ status }) => status)).toEqual(['rejected', 'fulfilled', 'rejected', 'fulfilled', 'fulfilled']);
  });

  /** Says which thread it is, after a moment. */
  const SLOW = `import { parentPort, threadId } from 'node:worker_threads';
    parentPort.on('message', (jobs) => {
      for (const end = Date.now() + 50; Date.now() < end; );
      parentPort.postMessage(jobs.map(({ raw }) => ({ result: [threadId, raw.byteLength] })));
    });`;

  it.each([
    ['helps where much is waiting', 0, 2],
    ['costs nothing where little is', 60_000, 1],
  ])('one more %s', async (_what, backlogMs, threads) => {
    const file = `${here.folder()}/slow.mjs`;
    writeFileSync(file, SLOW);
    const reader = readerOf({ worker: pathToFileURL(file), threads: 2, backlogMs });
    const asked = Array.from({ length: 100 }, (_, number) => reader.read(Buffer.alloc(number + 1)));
    const answers = (await Promise.all(asked)) as unknown as [number, number][];
    expect(answers.map(([, bytes]) => bytes)).toEqual(asked.map((_, number) => number + 1));
    expect(new Set(answers.map(([thread]) => thread)).size).toBe(threads);
  });

  const workedMs = (): number => {
    const { user, system } = process.cpuUsage();
    return (user + system) / 1_000;
  };

  /** The thread does nothing for so long, as where the machine gives it no time. */
  const asleep = (ms: number) => `Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ${ms});`;
  it('takes no message for unreadable because the process had no time to listen while the thread read it', async () => {
    const reader = readerOf({ worker: misbehaving(asleep(200)), limitMs: 1_000, threads: 1 });
    expect(await reader.read(A_MAIL)).toBe('alive');
    const reading = reader.read(BAD);
    await new Promise((resolve) => setImmediate(resolve));
    // Work, as the reader counts it: by the clock a busy machine might do less than the limit.
    for (const end = workedMs() + 2_000; workedMs() < end;);
    expect(await reading).toBe('alive');
  });

  const idle = { workedMs: () => 0, limitMs: 500, threads: 1 };

  it('takes no message for unreadable because the machine was busy with something else', async () => {
    const reader = readerOf({ worker: misbehaving(asleep(1_500)), ...idle });
    expect(await reader.read(BAD)).toBe('alive');
  });

  it('gives up a message at which nothing is done any more', async () => {
    const reader = readerOf({ worker: misbehaving(asleep(3_600_000)), ...idle });
    await expect(reader.read(BAD)).rejects.toMatchObject({ code: 'mail.unreadable', details: { limit: 'time' } });
    expect(await reader.read(A_MAIL)).toBe('alive');
  });

  it('one more reads what waits behind a message that takes too long', async () => {
    const reader = readerOf({ worker: misbehaving('for ( ; ; );'), limitMs: 2_000, threads: 2, backlogMs: 100 });
    const ended: string[] = [];
    const bad = reader.read(BAD).catch(() => ended.push('bad'));
    await new Promise((resolve) => setImmediate(resolve));
    expect(await reader.read(A_MAIL)).toBe('alive');
    expect(ended).toEqual([]);
    await bad;
  });
});
