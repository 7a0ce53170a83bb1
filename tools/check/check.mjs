// npm run check: formatting, lint with the boundary rule, types and build, OpenAPI documents. Ends at the first that fails.
import { spawn } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { COMPILER } from '../setup/compiler.mjs';

const within = (folder) => readdirSync(folder).map((name) => `${folder}/${name}`);
/** Every project, so that none is left out which the tsconfig.json of the workspace does not name. */
const PROJECTS = [...within('libs'), ...within('apps'), 'tools', 'e2e', 'bench'].filter((folder) =>
  existsSync(`${folder}/tsconfig.json`),
);

/**
 * Side by side, since each of them keeps one core busy: one compiler for all projects reads the types of Node and Nest
 * once, where a compiler a project reads them twenty times.
 */
const LANES = [
  [
    ['formatting (npm run format mends it)', 'prettier', '--check', '--log-level', 'warn', '.'],
    ['types and build', 'node', COMPILER, '-b', ...PROJECTS],
  ],
  // Plain eslint has no project graph and skips the boundary rule silently, so lint goes through nx.
  [['lint', 'nx', 'run-many', '-t', 'lint', '--outputStyle=static']],
];
/** Needs the build. */
const AFTERWARDS = [['OpenAPI documents and the config client', 'node', 'tools/openapi/check.mjs']];

const children = new Set();

async function inTurn(steps) {
  for (const step of steps) await run(step);
}

async function run([name, ...command]) {
  const began = Date.now();
  const { status, said } = await outcomeOf(command);
  process.stdout.write(said);
  console.log(`check: ${name}: ${status === 0 ? 'ok' : 'FAILED'} (${((Date.now() - began) / 1000).toFixed(1)} s)`);
  if (status !== 0) end(1);
}

/** What it said comes in one piece, not mixed with what stands beside it. */
function outcomeOf(command) {
  const child = spawn('npx', ['--no-install', ...command], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, NX_TUI: 'false' },
    detached: true,
  });
  children.add(child);
  const said = [];
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => said.push(chunk));
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (status) => {
      children.delete(child);
      resolve({ status, said: Buffer.concat(said) });
    });
  });
}

/** With everything that still runs: a compiler would go on for a minute for nobody. */
function end(code) {
  for (const { pid } of children) process.kill(-pid, 'SIGTERM');
  process.exit(code);
}

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => end(1));
await Promise.all(LANES.map(inTurn));
await inTurn(AFTERWARDS);
