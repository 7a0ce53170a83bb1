import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { ROOT } from '../stack/service-process.js';
import { SERVICES, type ServiceName } from '../stack/services.js';
import { startStack, type Stack } from '../stack/stack.js';
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
  const ended = await Promise.race([asked.stop, firstToEnd(stack)]);
  if (ended) {
    console.error(`${ended} has ended by itself; the last that it said:\n${lastWordsOf(stack, ended)}`);
    process.exitCode = 1;
  }
  console.log('stopping');
  await stack.stop();
}

/** A stack that lacks a service looks like one that works, until somebody waits for his mail. */
const firstToEnd = (stack: Stack): Promise<ServiceName> =>
  Promise.race(SERVICES.map((name) => stack.service(name).ended.then(() => name)));

const lastWordsOf = (stack: Stack, name: ServiceName): string =>
  stack.service(name).log().trimEnd().split('\n').slice(-3).join('\n');

main().catch((error: unknown) => {
  if ((error as Error).name === 'AbortError') return console.error('stopped before it was ready');
  console.error(`could not start: ${(error as Error).message}`);
  process.exitCode = 1;
});
