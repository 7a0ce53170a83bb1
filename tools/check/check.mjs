// npm run check: formatting, lint with the boundary rule, type check, build, OpenAPI documents. Stops at the first that fails.
import { spawnSync } from 'node:child_process';

const STEPS = [
  ['formatting (npm run format mends it)', 'prettier', '--check', '--log-level', 'warn', '.'],
  // Plain eslint has no project graph and skips the boundary rule silently, so lint goes through nx.
  ['lint', 'nx', 'run-many', '-t', 'lint', '--outputStyle=static'],
  ['types', 'nx', 'run-many', '-t', 'typecheck', '--outputStyle=static'],
  ['build', 'nx', 'run-many', '-t', 'build', '--outputStyle=static'],
  ['OpenAPI documents and the config client', 'node', 'tools/openapi/check.mjs'],
];

for (const [name, ...command] of STEPS) {
  const began = Date.now();
  const { status } = spawnSync('npx', ['--no-install', ...command], {
    stdio: 'inherit',
    env: { ...process.env, NX_TUI: 'false' },
  });
  console.log(`check: ${name}: ${status === 0 ? 'ok' : 'FAILED'} (${((Date.now() - began) / 1000).toFixed(1)} s)`);
  if (status !== 0) process.exit(1);
}
