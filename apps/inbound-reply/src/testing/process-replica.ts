import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { localIssuer } from '@replyline/service-host';
import { environmentFor, type Servers } from './service-under-test.js';

const MAIN = new URL('../../dist/main.js', import.meta.url);

/** A replica in a process of its own, which can be killed and frozen. */
export class ProcessReplica {
  private constructor(private readonly child: ChildProcess) {}

  static async start(servers: Servers): Promise<ProcessReplica> {
    const { environment } = await localIssuer();
    const env = { PATH: process.env['PATH'], ...environmentFor(servers), ...environment, PORT: '0', HOST: '127.0.0.1' };
    const child = fork(MAIN, { env, stdio: ['ignore', 'pipe', 'inherit', 'ipc'], execArgv: [] });
    const replica = new ProcessReplica(child);
    await listening(child);
    return replica;
  }

  freeze(): void {
    this.child.kill('SIGSTOP');
  }

  wake(): void {
    this.child.kill('SIGCONT');
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
