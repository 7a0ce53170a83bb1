import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { environmentFor, type Surroundings } from './service-under-test.js';

const MAIN = new URL('../../dist/main.js', import.meta.url);

/** A replica in a process of its own, which can be killed. */
export class ProcessReplica {
  private constructor(private readonly child: ChildProcess) {}

  static async start(around: Surroundings): Promise<ProcessReplica> {
    const env = { PATH: process.env['PATH'], ...environmentFor(around), LOG_LEVEL: 'info' };
    const child = fork(MAIN, { env, stdio: ['ignore', 'pipe', 'inherit', 'ipc'], execArgv: [] });
    const replica = new ProcessReplica(child);
    await listening(child);
    return replica;
  }

  /** Asks it to stop; resolves with its exit code. */
  async stop(): Promise<number | null> {
    const exit = once(this.child, 'exit');
    this.child.kill('SIGTERM');
    const [code] = (await exit) as [number | null];
    return code;
  }

  async kill9(): Promise<void> {
    if (this.child.exitCode !== null || this.child.signalCode !== null) return;
    this.child.kill('SIGKILL');
    await once(this.child, 'exit');
  }
}

/** Its log is read to the end: writing to a pipe that nobody reads would end it. */
function listening(child: ChildProcess): Promise<void> {
  let said = '';
  return new Promise((resolve, reject) => {
    child.stdout!.on('data', (chunk: Buffer) => {
      said += chunk.toString();
      if (said.includes('is listening')) resolve();
    });
    child.once('exit', (code) => reject(new Error(`the service ended with ${code}: ${said}`)));
  });
}
