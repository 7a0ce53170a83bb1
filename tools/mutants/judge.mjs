import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { COMPILER } from '../setup/compiler.mjs';
import { runChild } from './child.mjs';
import { apply, Broken } from './mutation.mjs';
import { runTests } from './run-tests.mjs';

/** Code that stumbles over itself keeps no promise, and does not show which test would have noticed. */
const STUMBLE = /^(?:Reference|Syntax|Type)Error\b/;

/**
 * Breaks the code in one way and says what its test made of it: `killed` when it went red, `survived` when it stayed
 * green, `broken` when neither can be said.
 */
export async function judge(root, mutant, signal) {
  const mend = apply(root, mutant);
  try {
    if (mutant.needsBuild) await build(root, signal);
    const ran = await runTests(root, [mutant.test], { signal, patienceSeconds: mutant.patienceSeconds });
    if (ran.length === 0) throw new Broken('no such test ran');
    const red = ran.find(({ isGreen }) => !isGreen);
    if (red && STUMBLE.test(red.why)) throw new Broken(`the broken code does not run: ${red.why}`);
    return red ? { outcome: 'killed', red } : { outcome: 'survived' };
  } finally {
    mend();
    if (mutant.needsBuild) await build(root);
  }
}

/** Why each of these tests proves nothing: it is not there, or red while nothing is broken, and would kill whatever comes. */
export async function flawsOf(root, mutants, signal) {
  const tests = mutants.map(({ test }) => test);
  const ran = await runTests(root, tests, { signal });
  const flaws = tests.map((test) => [test, flawOf(test, ran)]);
  return new Map(flaws.filter(([, flaw]) => flaw !== undefined));
}

function flawOf({ file, name }, ran) {
  const matching = ran.filter((it) => it.file === file && it.fullName.includes(name));
  if (matching.length === 0) return `${file} has no test "${name}"`;
  const red = matching.find(({ isGreen }) => !isGreen);
  return red && `red with nothing broken: ${red.fullName}: ${red.why}`;
}

/** Services, and the thread that reads messages, run what was compiled. */
async function build(root, signal) {
  const apps = readdirSync(join(root, 'apps')).map((app) => `apps/${app}`);
  const configs = ['tools', ...apps].map((project) => join(project, 'tsconfig.lib.json'));
  const tsc = [process.execPath, COMPILER, '-b', ...configs];
  const { code, output } = await runChild(tsc, { cwd: root, signal });
  if (code !== 0) throw new Broken(`it does not compile:\n${output.trimEnd()}`);
}
