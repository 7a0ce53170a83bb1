import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));
const args = process.argv.slice(2).filter((arg) => arg !== '--long');
const isLong = process.argv.includes('--long');

// Jest loads ES modules only with this flag. A test that left a connection open must not keep the run from ending.
const jest = ['--experimental-vm-modules', '--no-warnings', 'node_modules/jest/bin/jest.js', '--forceExit', ...args];
const env = { ...process.env, ...(isLong && { REPLYLINE_LONG: '1' }) };
const { status } = spawnSync(process.execPath, jest, { cwd: root, env, stdio: 'inherit' });
process.exitCode = status ?? 1;
