import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { rmSync } from 'node:fs';
import { afterAll, describe, it } from '@jest/globals';
import { startNats } from './nats.js';
import { membersOf } from './process-group.js';
import { makeTemporaryFolder } from './temporary-folder.js';
import { until } from './until.js';

const folder = makeTemporaryFolder();
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** A process of its own that starts a server and would keep it for ever. It runs the build, as people do. */
const OWNER = `
  import { startNats } from ${JSON.stringify(new URL('../dist/index.js', import.meta.url).href)};
  const { pid } = await startNats({ dir: process.argv[1] });
  console.log(pid);
  setInterval(() => undefined, 1_000);
`;

async function startOwner(): Promise<{ readonly owner: ChildProcess; readonly pid: number }> {
  const owner = spawn(process.execPath, ['--input-type=module', '-e', OWNER, folder], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [line] = (await once(owner.stdout!, 'data')) as [Buffer];
  return { owner, pid: Number(line.toString()) };
}

describe('a server', () => {
  it.each(['SIGTERM', 'SIGINT', 'SIGKILL'] as const)(
    'ends when %s ends the process that started it',
    async (signal) => {
      const { owner, pid } = await startOwner();
      owner.kill(signal);
      await until(() => membersOf(pid).length === 0, { what: 'the server to end' });
    },
  );

  it('can be started in the folder of one whose owner was killed', async () => {
    const { owner } = await startOwner();
    owner.kill('SIGKILL');
    await (await startNats({ dir: folder })).stop();
  });
});
