// npm run mutants: breaks what keeps each promise, one at a time, and expects its test to go red. See docs/mutants.md.
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { judge, flawsOf } from './judge.mjs';
import { MUTANTS } from './list.mjs';
import { Broken } from './mutation.mjs';
import { say, seconds, table } from './report.mjs';

const USAGE = `usage: npm run mutants -- [NAME…]     all of them, those with these names, or of these guarantees (G1 … G10)
       npm run mutants -- --list      what each one breaks, and the test that has to notice
       npm run mutants -- -h, --help`;

const root = fileURLToPath(new URL('../..', import.meta.url));
const stop = new AbortController();

async function main(args) {
  if (args.includes('--help') || args.includes('-h')) return console.log(USAGE);
  const chosen = choose(args.filter((arg) => !arg.startsWith('--')));
  if (args.includes('--list')) return console.log(table(chosen.map((mutant) => ({ mutant }))));
  refuseUncommitted(chosen);
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => stop.abort());
  const results = await judgeAll(chosen);
  console.log(`\n${table(results)}`);
  const killed = results.filter(({ outcome }) => outcome === 'killed').length;
  process.exitCode = stop.signal.aborted ? 130 : killed === chosen.length ? 0 : 1;
  console.log(`\n${killed} passed, ${chosen.length - killed} failed`);
}

async function judgeAll(chosen) {
  say(`mutants: ${chosen.length}; first their tests, with nothing broken …`);
  const startedAt = performance.now();
  const flaws = await flawsOf(root, chosen, stop.signal);
  say(`${flaws.size === 0 ? 'all green' : 'NOT ALL GREEN'}, ${seconds(startedAt)}`);
  const results = [];
  for (const mutant of chosen) if (!stop.signal.aborted) results.push(await resultOf(mutant, flaws));
  return results;
}

async function resultOf(mutant, flaws) {
  const startedAt = performance.now();
  const result = flaws.has(mutant.test)
    ? { outcome: 'broken', why: flaws.get(mutant.test) }
    : await judge(root, mutant, stop.signal).catch((error) => {
        if (!(error instanceof Broken)) throw error;
        return { outcome: 'broken', why: error.message };
      });
  const took = seconds(startedAt);
  say(`${result.outcome.padEnd(8)}  ${mutant.name}, ${took}${result.why ? `: ${result.why}` : ''}`);
  return { mutant, took, ...result };
}

function choose(names) {
  const isNamed = ({ name, guarantee }) => names.length === 0 || names.includes(name) || names.includes(guarantee);
  const known = new Set(MUTANTS.flatMap(({ name, guarantee }) => [name, guarantee]));
  const unknown = names.filter((name) => !known.has(name));
  if (unknown.length > 0) fail(`no such mutant: ${unknown.join(', ')}\n${USAGE}`);
  return MUTANTS.filter(isNamed);
}

/** What is mended afterwards is what stood there before, but somebody may be writing in it meanwhile. */
function refuseUncommitted(mutants) {
  const files = [...new Set(mutants.map(({ file }) => file))];
  const { stdout, status } = spawnSync('git', ['status', '--porcelain', '--', ...files], {
    cwd: root,
    encoding: 'utf8',
  });
  if (status !== 0) fail('mutants need a git checkout, to be sure that nothing gets lost');
  if (stdout !== '') fail(`commit these first, they would be changed:\n${stdout.trimEnd()}`);
}

function fail(message) {
  console.error(message);
  process.exit(1);
}

await main(process.argv.slice(2)).catch((error) => {
  if (!(error instanceof Broken)) throw error;
  fail(error.message);
});
