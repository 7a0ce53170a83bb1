import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { run, step } from './step.mjs';

/** Installs the npm packages when what is installed is not what the lock file asks for. */
export async function installDependencies(root) {
  const wanted = packagesIn(join(root, 'package-lock.json'));
  const installed = packagesIn(join(root, 'node_modules/.package-lock.json'));
  if (wanted && installed && isInstalled(wanted, installed)) return;
  await step('npm packages', () => run('npm', ['ci', '--no-audit', '--no-fund'], { cwd: root }));
}

/** npm writes its hidden lock file last, so an interrupted installation has none. */
function packagesIn(lockFile) {
  try {
    return JSON.parse(readFileSync(lockFile, 'utf8')).packages;
  } catch {
    return undefined;
  }
}

/** An optional package may be missing (it is for another platform), but not in another version. */
function isInstalled(wanted, installed) {
  return Object.entries(wanted).every(([path, { version, optional }]) => {
    if (!path.includes('node_modules/') || version === undefined) return true;
    return installed[path] ? installed[path].version === version : optional === true;
  });
}
