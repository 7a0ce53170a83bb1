import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { COMPILER } from './compiler.mjs';
import { run, step } from './step.mjs';

const SKIPPED = new Set(['dist', 'out-tsc', 'node_modules']);

/** Compiles what the command runs, unless it was compiled from these very sources before. */
export async function build(root, purpose) {
  const projects = projectsFor(root, purpose);
  const stamp = join(root, 'node_modules', `.replyline-built-${purpose === 'explain' ? 'explain' : 'all'}`);
  const sources = fingerprint(root);
  if (projects.every((project) => existsSync(join(root, project, 'dist'))) && read(stamp) === sources) return;
  const configs = projects.map((project) => join(project, 'tsconfig.lib.json'));
  await step('building', () => run(process.execPath, [COMPILER, '-b', ...configs], { cwd: root }));
  writeFileSync(stamp, sources);
}

/** References of the projects lead to the libraries. `explain` needs no service, and should start quickly. */
function projectsFor(root, purpose) {
  if (purpose === 'explain') return ['tools'];
  const apps = readdirSync(join(root, 'apps')).map((app) => `apps/${app}`);
  return ['tools', ...apps, 'libs/notify-client', 'bench'].filter((project) => hasSources(join(root, project, 'src')));
}

const hasSources = (folder) =>
  existsSync(folder) && readdirSync(folder, { recursive: true }).some((name) => name.endsWith('.ts'));
const read = (file) => (existsSync(file) ? readFileSync(file, 'utf8') : undefined);

/** Path, size and time of every source: a few hundred `stat`s instead of the second that `tsc -b` takes to say "nothing". */
function fingerprint(root) {
  const hash = createHash('sha256');
  for (const folder of ['libs', 'apps', 'tools', 'bench']) walk(join(root, folder), hash);
  return hash.digest('hex');
}

function walk(folder, hash) {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory() && !SKIPPED.has(entry.name)) walk(path, hash);
    if (!/\.ts$|^tsconfig.*\.json$|^package\.json$/.test(entry.name)) continue;
    const { size, mtimeMs } = statSync(path);
    hash.update(`${path} ${size} ${mtimeMs}\n`);
  }
}
