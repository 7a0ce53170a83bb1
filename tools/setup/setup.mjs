import { parseArgs } from 'node:util';
import { fileURLToPath } from 'node:url';
import { build } from './build.mjs';
import { installDependencies } from './dependencies.mjs';
import { requireNode } from './node-version.mjs';
import { installServers } from './servers.mjs';
import { SetupError } from './step.mjs';

/** What each command needs, in order. A second run finds everything in place and takes a moment. */
const STEPS = {
  demo: [installServers, build],
  start: [installServers, build],
  test: [installServers, build],
  check: [],
  explain: [build],
};

/** `sudo npm test` builds as root. */
const FOREIGN = 'Something in this folder belongs to another user, as after sudo. Run: sudo chown -R "$(id -un)" .\n';

async function setUp() {
  const { values } = parseArgs({ options: { for: { type: 'string' } } });
  const purpose = values.for ?? '';
  if (!Object.hasOwn(STEPS, purpose)) throw new SetupError(`usage: setup.mjs --for ${Object.keys(STEPS).join('|')}`);
  requireNode();
  const root = fileURLToPath(new URL('../..', import.meta.url));
  await installDependencies(root);
  for (const work of STEPS[purpose]) await work(root, purpose);
}

try {
  await setUp();
} catch (error) {
  const isForeign = ['EACCES', 'EPERM'].includes(error.code) || /EACCES|EPERM/.test(error.message);
  if (!(error instanceof SetupError) && !isForeign) throw error;
  process.stderr.write(`${error.message}\n${isForeign ? FOREIGN : ''}`);
  process.exitCode = 1;
}
