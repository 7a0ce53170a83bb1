import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { ROOT } from '../stack/service-process.js';
import { startStack } from '../stack/stack.js';
import { untilAskedToStop } from './until-asked-to-stop.js';
import { readyDocument, writeReadyFile } from './ready-file.js';

const USAGE = `npm start -- [--ready-file FILE] [--fresh]

Starts the whole product on this machine and keeps it running until Ctrl-C.
  --ready-file FILE  writes addresses, tokens and passwords there as JSON once everything answers
  --fresh            forgets what an earlier run kept in .replyline/
DATABASE_URL and NATS_URL replace the embedded PostgreSQL and NATS.`;

function readArguments() {
  try {
    return parseArgs({
      options: { 'ready-file': { type: 'string' }, fresh: { type: 'boolean' }, help: { type: 'boolean' } },
    }).values;
  } catch (error) {
    console.error(`${(error as Error).message}\n\n${USAGE}`);
    process.exit(2);
  }
}

async function main(): Promise<void> {
  const options = readArguments();
  if (options.help) return console.log(USAGE);
  const asked = untilAskedToStop();
  const began = Date.now();
  const seconds = () => `${((Date.now() - began) / 1_000).toFixed(1)} s`;
  const stack = await startStack({
    dir: join(ROOT, '.replyline', 'start'),
    fresh: options.fresh ?? false,
    signal: asked.signal,
    onProgress: (step) => console.log(`${seconds().padStart(7)}  ${step}`),
  });
  if (options['ready-file']) writeReadyFile(options['ready-file'], stack);
  console.log(`${seconds().padStart(7)}  ready; Ctrl-C ends it\n\n${JSON.stringify(readyDocument(stack), null, 2)}`);
  await asked.stop;
  console.log('stopping');
  await stack.stop();
}

main().catch((error: unknown) => {
  if ((error as Error).name === 'AbortError') return console.error('stopped before it was ready');
  console.error(`could not start: ${(error as Error).message}`);
  process.exitCode = 1;
});
