import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, it } from '@jest/globals';

const ROOT = fileURLToPath(new URL('../../../', import.meta.url));

/** Our own Jest, and nothing around it. */
const CONFIG = {
  rootDir: `${ROOT}tools/test`,
  testEnvironment: './one-realm.mjs',
  runtime: './kept-packages.mjs',
  testMatch: ['**/kept-packages/*.fixture.mjs'],
};

it('specs of one worker share the packages, and neither our own modules nor what they leave behind', () => {
  const command = [
    '--experimental-vm-modules',
    'node_modules/jest/bin/jest.js',
    '-i',
    '--config',
    JSON.stringify(CONFIG),
  ];
  const { stdout, stderr } = spawnSync(process.execPath, command, { cwd: ROOT, encoding: 'utf8' });
  expect(stderr).toContain('4 passed, 4 total');
  expect(stdout + stderr).toContain('use 2');
});
