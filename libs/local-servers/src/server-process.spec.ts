import { rmSync } from 'node:fs';
import { afterAll, expect, it } from '@jest/globals';
import { startServer } from './server-process.js';
import { makeTemporaryFolder } from './temporary-folder.js';

const dir = makeTemporaryFolder();
afterAll(() => rmSync(dir, { recursive: true }));

const running = (code: string) =>
  startServer({
    name: 'server',
    dir,
    command: [process.execPath, '-e', code],
    ports: [],
    isReady: () => Promise.resolve(true),
  });

it('tells by which signal a server was ended, as its log does not', async () => {
  const { pid, ended } = await running('setInterval(() => undefined, 1_000)');
  process.kill(pid, 'SIGKILL');
  expect(await ended).toBe('SIGKILL');
});

it('tells with which status a server has ended', async () => {
  const { ended } = await running('setTimeout(() => process.exit(78), 500)');
  expect(await ended).toBe('status 78');
});
