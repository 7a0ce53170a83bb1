import { rmSync } from 'node:fs';
import { makeTemporaryFolder, until } from '@replyline/local-servers';
import { startStack, type Stack } from '@replyline/tools';
import pg from 'pg';
import type { Figure } from './figures.js';

const TIMES = 5;
const GOAL_MS = { killed: 1_000, frozen: 10_000 };
const LOOK_EVERY_MS = 5;

/** How long the reply mailbox has no reader when its reader dies, and when it freezes, until another replica has its lease. */
export async function takeover(): Promise<Figure[]> {
  const dir = makeTemporaryFolder();
  const stack = await startStack({ dir });
  const db = new pg.Client({ connectionString: stack.backends.database('inbound-reply') });
  await db.connect();
  try {
    const bench = { stack, db };
    await stack.service('inbound-reply').stop();
    return [await figure(bench, 'killed', 'SIGKILL'), await figure(bench, 'frozen', 'SIGSTOP')];
  } finally {
    await db.end();
    await stack.stop();
    rmSync(dir, { recursive: true, force: true });
  }
}

type Replica = Awaited<ReturnType<Stack['replica']>>;

interface Bench {
  readonly stack: Stack;
  readonly db: pg.Client;
}

async function figure(bench: Bench, how: keyof typeof GOAL_MS, signal: NodeJS.Signals): Promise<Figure> {
  const samples: number[] = [];
  let reader = await aReader(bench);
  for (let time = 0; time < TIMES; time += 1) {
    const standby = await bench.stack.replica('inbound-reply');
    samples.push(await takeoverFrom(reader, bench.db, signal));
    reader = standby;
  }
  await reader.kill9();
  return { name: `the reader is ${how}: another one has the lease after`, samples, unit: 'ms', goal: GOAL_MS[how] };
}

async function aReader({ stack, db }: Bench): Promise<Replica> {
  const before = await epoch(db);
  const reader = await stack.replica('inbound-reply');
  await until(async () => (await epoch(db)) > before, { deadlineMs: 30_000, what: 'the reader' });
  return reader;
}

async function takeoverFrom(reader: Replica, db: pg.Client, signal: NodeJS.Signals): Promise<number> {
  const held = await epoch(db);
  const began = performance.now();
  process.kill(-reader.pid, signal);
  await until(async () => (await epoch(db)) > held, { deadlineMs: 60_000, everyMs: LOOK_EVERY_MS, what: 'a takeover' });
  const tookMs = performance.now() - began;
  await reader.kill9();
  return tookMs;
}

async function epoch(db: pg.Client): Promise<number> {
  const { rows } = await db.query<{ epoch: string }>(`SELECT epoch FROM lease WHERE name = 'reply-mailbox'`);
  return Number(rows[0]?.epoch ?? 0);
}
