import { join, relative } from 'node:path';
import { parseArgs } from 'node:util';
import { givenServers } from '../stack/backends.js';
import { ROOT } from '../stack/service-process.js';
import { SERVICES } from '../stack/services.js';
import { startStack, type Stack } from '../stack/stack.js';
import { announcement } from './announcement.js';
import { endOf } from './end-of.js';
import { ReadyFile, readyDocument } from './ready-file.js';
import { runCommand } from './run-command.js';
import { untilAskedToStop, type Asked } from './until-asked-to-stop.js';

const USAGE = `npm start -- [--ready-file FILE] [--fresh]

Starts the whole product on this machine and keeps it running until Ctrl-C.
  --ready-file FILE  writes addresses, tokens and passwords there as JSON once everything answers;
                     the file is there only while the stack is
  --fresh            forgets what an earlier run kept: .replyline/start, and the databases that it made
  -h, --help         this text

NATS_URL replaces the embedded NATS; it needs JetStream, and keeps what it has, --fresh or not.
DATABASE_URL replaces the embedded PostgreSQL. The databases <name>_config, <name>_outbound_mail, <name>_inbound_reply
and <name>_conversation are made there if they are missing, for which the role needs CREATEDB. <name> is the database
in the URL; replyline if it names none, or postgres.`;

const DIR = join(ROOT, '.replyline', 'start');
const WRONG_USAGE = 2;

function readArguments() {
  try {
    return parseArgs({
      options: {
        'ready-file': { type: 'string' },
        fresh: { type: 'boolean', default: false },
        help: { type: 'boolean', short: 'h' },
      },
    }).values;
  } catch (error) {
    console.error(`${(error as Error).message}\n\n${USAGE}`);
    process.exit(WRONG_USAGE);
  }
}

async function main(): Promise<number> {
  const { help, fresh, 'ready-file': file } = readArguments();
  if (help) return (console.log(USAGE), 0);
  const asked = untilAskedToStop();
  const began = Date.now();
  const say = (step: string) => console.log(`${`${((Date.now() - began) / 1_000).toFixed(1)} s`.padStart(7)}  ${step}`);
  const readyFile = file === undefined ? undefined : ReadyFile.at(file, process.env);
  const onOwned = () => readyFile?.remove();
  const given = givenServers(process.env);
  const stack = await startStack({ dir: DIR, fresh, given, signal: asked.signal, onProgress: say, onOwned });
  try {
    readyFile?.write(readyDocument(stack));
    say(`ready; Ctrl-C ends it\n\n${announcement(readyDocument(stack), relative(ROOT, DIR))}\n`);
    return await untilItEnds(stack, asked);
  } finally {
    readyFile?.remove();
    console.log('stopping');
    await stack.stop();
    console.log('everything is stopped');
  }
}

/** A stack that lacks a service looks like one that works, until somebody waits for his mail. */
async function untilItEnds(stack: Stack, { stop }: Asked): Promise<number> {
  const ends = SERVICES.map((name) => stack.service(name).ended.then((how) => ({ name, how })));
  const ended = await Promise.race([stop, ...ends]);
  if (!ended) return 0;
  console.error(endOf(ended, stack.service(ended.name).log()));
  return 1;
}

await runCommand('npm start', main);
