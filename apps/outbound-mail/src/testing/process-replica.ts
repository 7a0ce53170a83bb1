import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { environmentFor, type Surroundings } from './service-under-test.js';

const MAIN = new URL('../../dist/main.js', import.meta.url);

/** A replica in a process of its own, which can be killed. */
export class ProcessReplica {
  private constructor(private readonly child: ChildProcess) {}

  static async start(around: Surroundings): Promise<ProcessReplica> {
    const env = { PATH: process.env['PATH'], ...environmentFor(around) };
    const child = fork(MAIN, { env, stdio: ['ignore', 'pipe', 'inherit', 'ipc'], execArgv: [] });
    const replica = new ProcessReplica(child);
    let said = '';
    for await (const chunk of child.stdout!) {
      said += String(chunk);
      if (said.includes('listening on')) return replica;
    }
    throw new Error(`the service ended with ${child.exitCode}: ${said}`);
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
