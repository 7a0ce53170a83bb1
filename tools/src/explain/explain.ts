import { realpathSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { codeOf } from '@replyline/errors';
import { parseIntentKeys, type IntentKeys } from '@replyline/intent';
import type { SentMail } from '@replyline/mail';
import { labelledLines, readMessage, type LabelledLine } from '@replyline/mail/reading';
import { parseCommandLine, USAGE } from './command-line.js';
import { asSent, explainMail, unreadable, type Explanation, type Known } from './explain-mail.js';
import { pretty } from './pretty.js';

/** The world as `explain` sees it. */
export interface Io {
  read(file: string): Promise<Uint8Array>;
  /** `INTENT_KEYS`, where the person has them. */
  readonly intentKeys?: string | undefined;
  readonly now: Date;
  /** One line to standard output. */
  out(line: string): void;
  /** One line to standard error. */
  err(line: string): void;
}

const USAGE_ERROR = 2;

/** Explains each file. Resolves with the exit code: 0, 1 when a file could not be read, 2 when the command line is wrong. */
export async function explain(argv: readonly string[], io: Io): Promise<number> {
  const command = parseCommandLine(argv);
  if (command.kind === 'help') return (io.out(USAGE), 0);
  if (command.kind === 'wrong') return (io.err(`${command.problem}\n\n${USAGE}`), USAGE_ERROR);
  const keys = readKeys(io);
  if (keys === 'wrong') return USAGE_ERROR;
  const sent = command.sent === undefined ? undefined : await readSent(command.sent, io);
  if (sent === 'unreadable') return USAGE_ERROR;
  let exitCode = 0;
  for (const file of command.files) {
    const { explanation, lines } = await explainFile(file, io, { sent, keys, now: io.now });
    io.out(command.isPretty ? pretty(explanation, lines) : JSON.stringify(explanation));
    if (explanation.verdict === 'unreadable') exitCode = 1;
  }
  return exitCode;
}

interface Explained {
  readonly explanation: Explanation;
  readonly lines: readonly LabelledLine[];
}

async function explainFile(file: string, io: Io, known: Known): Promise<Explained> {
  try {
    const mail = await readMessage(await io.read(file));
    const lines = labelledLines({ mail, ...(known.sent && { sent: known.sent }) });
    return { explanation: explainMail(file, mail, known), lines };
  } catch (error) {
    io.err(`${file}: ${whyUnreadable(error)}`);
    return { explanation: unreadable(file), lines: [] };
  }
}

async function readSent(file: string, io: Io): Promise<SentMail | 'unreadable'> {
  try {
    return asSent(await readMessage(await io.read(file)));
  } catch (error) {
    io.err(`${file}: ${whyUnreadable(error)}`);
    return 'unreadable';
  }
}

function readKeys({ intentKeys, err }: Io): IntentKeys | undefined | 'wrong' {
  if (!intentKeys) return undefined;
  try {
    return parseIntentKeys(intentKeys);
  } catch {
    err(
      'INTENT_KEYS is wrong: expected number:key[,number:key…], each key 32 octets in base64url. Correct or unset it.',
    );
    return 'wrong';
  }
}

/** A file system says `ENOENT` and the like; everything else is the mail's fault, or a defect, which is thrown. */
function whyUnreadable(error: unknown): string {
  if (codeOf(error) !== 'defect') return (error as Error).message;
  const code = (error as NodeJS.ErrnoException).code;
  if (code === undefined) throw error;
  return code === 'ENOENT' ? 'There is no such file' : `The file cannot be read (${code})`;
}

/** npm changes into the root of the workspace; names are meant from where the person stands. */
const fromHere = (file: string): string => resolve(process.env['INIT_CWD'] ?? process.cwd(), file);

/** Reads a file by its name, and what comes in as `-`. */
export const readerOf =
  (input: NodeJS.ReadableStream): Io['read'] =>
  (file) =>
    file === '-' ? buffer(input) : readFile(fromHere(file));

if (process.argv[1] && fileURLToPath(import.meta.url) === realpathSync(process.argv[1])) {
  process.exitCode = await explain(process.argv.slice(2), {
    read: readerOf(process.stdin),
    intentKeys: process.env['INTENT_KEYS'],
    now: new Date(),
    out: (line) => console.log(line),
    err: (line) => console.error(line),
  });
}
