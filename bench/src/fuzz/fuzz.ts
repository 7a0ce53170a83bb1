import { writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { Worker } from 'node:worker_threads';
import { ROOT } from '@replyline/tools';
import type { Finding } from './run.js';

const KEPT = join(ROOT, 'bench/src/fuzz/kept');
const USAGE = `npm run fuzz -- [--runs N] [--seed S]

Reads N mails made up from S: a million, and a seed of the clock, unless told. Ends with 1 when one of them throws,
hangs or loses text; the mail is written to bench/src/fuzz/kept, where the test finds it.`;

/** Each batch has its own seed, so that what is found needs no long run to be seen again. */
const BATCH = 5_000;
const SAID_EVERY = 100_000;
/** No batch takes that long, on any machine. */
const HANG_MS = 600_000;

const count = (text: string | undefined, otherwise: number): number => {
  const number = text === undefined ? otherwise : Number(text.replaceAll(/[,_]/g, ''));
  if (!Number.isSafeInteger(number) || number < 1) throw new Error(USAGE);
  return number;
};

async function main(): Promise<number> {
  const options = {
    runs: { type: 'string' },
    seed: { type: 'string' },
    help: { type: 'boolean', short: 'h' },
  } as const;
  const { values } = parseArgs({ options });
  if (values.help) return (console.log(USAGE), 0);
  const runs = count(values.runs, 1_000_000);
  const first = count(values.seed, Math.max(1, Date.now() % 2 ** 30));
  const found = await run({ runs, first });
  console.log(found === 0 ? 'Nothing throws, hangs or loses text.' : `${found} found, kept in ${KEPT}`);
  return found === 0 ? 0 : 1;
}

/** Each core takes the next batch when it is done with one. Returns how many mails were found. */
async function run({ runs, first }: { runs: number; first: number }): Promise<number> {
  const began = performance.now();
  const batches = Math.ceil(runs / BATCH);
  let [next, done, found] = [0, 0, 0];
  const lane = async (): Promise<void> => {
    const worker = new Worker(new URL('./worker.js', import.meta.url));
    for (let batch = next++; batch < batches; batch = next++) {
      const size = Math.min(BATCH, runs - batch * BATCH);
      const finding = await batchOf(worker, size, first + batch);
      done += size;
      found += finding ? 1 : 0;
      if (finding) keep(finding);
      if (done % SAID_EVERY === 0 || done === runs) say(done, first, began);
    }
    await worker.terminate();
  };
  await Promise.all(Array.from({ length: availableParallelism() }, lane));
  return found;
}

const say = (done: number, seed: number, began: number): void => {
  const seconds = (performance.now() - began) / 1_000;
  console.log(`${done} executions from seed ${seed}, ${Math.round(done / seconds)} a second`);
};

/** A worker that does not come back hangs: the seed says in what. */
function batchOf(worker: Worker, runs: number, seed: number): Promise<Finding | undefined> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`a batch of ${runs} with seed ${seed} hangs`)), HANG_MS);
    worker.once('message', (finding: Finding | undefined) => (clearTimeout(timer), resolve(finding)));
    worker.removeAllListeners('error').once('error', reject);
    worker.postMessage({ runs, seed });
  });
}

function keep(finding: Finding): void {
  console.log(`seed ${finding.seed}: ${finding.error}\n    ${JSON.stringify(finding.input)}`);
  writeFileSync(join(KEPT, `${finding.seed}.json`), `${JSON.stringify(finding, null, 2)}\n`);
}

process.exitCode = await main().catch((error: Error) => (console.error(error.message), 2));
process.exit();
