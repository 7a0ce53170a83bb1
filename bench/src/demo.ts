import { spawnSync } from 'node:child_process';
import { ROOT } from '@replyline/tools';
import type { Figure } from './figures.js';

const RUNS = 3;

/** `npm run demo` where everything is installed already. */
export function demo(): Promise<Figure[]> {
  const samples = Array.from({ length: RUNS }, () => {
    const began = performance.now();
    const { status } = spawnSync('npm', ['run', 'demo'], { cwd: ROOT, stdio: 'ignore' });
    if (status !== 0) throw new Error(`npm run demo ended with ${status}`);
    return (performance.now() - began) / 1_000;
  });
  return Promise.resolve([{ name: 'npm run demo, a second time', samples, unit: 's', goal: 20 }]);
}
