import { Unusable } from '../stack/unusable.js';

const STOPPED = 130;
const FAILED = 1;

/**
 * Runs what a command does and ends the process when that has ended, whatever is still open: by then everything that
 * should be stopped is. `work` resolves with the exit code.
 */
export async function runCommand(name: string, work: () => Promise<number>): Promise<never> {
  process.exit(await work().catch((error: unknown) => exitCodeFor(name, error as Error)));
}

function exitCodeFor(name: string, error: Error): number {
  if (error.name === 'AbortError') {
    console.error(`${name} was stopped; nothing of it runs any more`);
    return STOPPED;
  }
  console.error(`${name} failed: ${error.message || String(error)}`);
  if (!(error instanceof Unusable) && !error.message) console.error(error);
  return FAILED;
}
