import { spawn } from 'node:child_process';

/** An expected end of the set-up: its message is all a person needs to read. */
export class SetupError extends Error {}

/** Progress goes to standard error, so that standard output stays that of the command the set-up is for. */
export function say(line) {
  process.stderr.write(`${line}\n`);
}

/** After so long somebody wonders whether anything happens. */
const PATIENCE_MS = 5_000;

const secondsSince = (startedAt) => (performance.now() - startedAt) / 1000;

/** Runs one step of the set-up and tells how long it takes and took. */
export async function step(title, work) {
  const startedAt = performance.now();
  say(`set-up: ${title} …`);
  const stillThere = setInterval(() => say(`set-up: ${title} … ${secondsSince(startedAt).toFixed(0)} s`), PATIENCE_MS);
  await work().finally(() => clearInterval(stillThere));
  say(`set-up: ${title}, done in ${secondsSince(startedAt).toFixed(1)} s`);
}

/**
 * Runs a program to its end and shows its output only when it fails.
 * A signal that reaches the set-up is passed on, and the set-up waits: nothing it started outlives it.
 */
export async function run(command, args, options = {}) {
  const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'], ...options });
  const output = [];
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => output.push(chunk));
  const interrupted = passSignalsTo(child);
  const { code, error } = await new Promise((resolve) => {
    child.once('error', (cause) => resolve({ code: 127, error: cause }));
    child.once('close', (exitCode) => resolve({ code: exitCode }));
  });
  const signal = interrupted();
  if (signal) process.exit(signal === 'SIGINT' ? 130 : 143);
  if (code === 0) return;
  throw new SetupError(`${command} ${args.join(' ')}\n${error?.message ?? Buffer.concat(output).toString()}`);
}

function passSignalsTo(child) {
  let received;
  const listeners = ['SIGINT', 'SIGTERM'].map((signal) => {
    const listener = () => {
      received = signal;
      child.kill(signal);
    };
    process.on(signal, listener);
    return () => process.off(signal, listener);
  });
  return () => {
    for (const stop of listeners) stop();
    return received;
  };
}
