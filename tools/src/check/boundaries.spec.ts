import { execFileSync, spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from '@jest/globals';

const ROOT = fileURLToPath(new URL('../../../', import.meta.url));
const nx = (...command: string[]) =>
  execFileSync('npx', ['--no-install', 'nx', ...command], { cwd: ROOT, env: { ...process.env, NX_DAEMON: 'false' } });

/** What eslint says of a file that does not exist, as `nx lint` would if it did. */
function lint(file: string, text: string): string {
  const command = ['--no-install', 'eslint', '--format', 'json', '--stdin', '--stdin-filename', file];
  return spawnSync('npx', command, { cwd: ROOT, input: text, encoding: 'utf8' }).stdout;
}

describe('the boundary rule', () => {
  // Without a project graph the rule says nothing at all, so the canary would sing in vain.
  beforeAll(() => void nx('show', 'projects'));

  it.each([
    ['a model that imports an adapter', 'libs/intent/src/canary.ts', '@replyline/messaging'],
    ['an adapter that imports another one', 'libs/leases/src/canary.ts', '@replyline/messaging'],
    ['an app that imports the test library', 'apps/config/src/canary.ts', '@replyline/testing'],
    ['a library that imports an app', 'libs/service-host/src/canary.ts', '../../../apps/config/src/source.js'],
  ])('refuses %s', (_what, file, target) => {
    expect(lint(file, `import * as it from '${target}';\nconsole.log(it);\n`)).toContain(
      '@nx/enforce-module-boundaries',
    );
  });

  it('allows what the direction allows', () => {
    const text = `import * as it from '@replyline/errors';\nconsole.log(it);\n`;
    expect(lint('libs/intent/src/canary.ts', text)).not.toContain('@nx/enforce-module-boundaries');
  });
});
