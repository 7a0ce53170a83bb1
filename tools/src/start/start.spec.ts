import { spawn, spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, describe, expect, it } from '@jest/globals';
import { until } from '@replyline/local-servers';
import { ROOT } from '../stack/service-process.js';

const built = (file: string) => join(ROOT, 'tools/dist', file);
const run = (file: string, ...args: string[]) =>
  spawnSync(process.execPath, [built(file), ...args], { encoding: 'utf8', timeout: 20_000 });

describe('npm start and npm run demo', () => {
  it.each(['start/start.js', 'demo/demo.js'])('explain themselves: %s', (file) => {
    for (const option of ['-h', '--help']) expect(run(file, option)).toMatchObject({ status: 0, stderr: '' });
    expect(run(file, '--nonsense')).toMatchObject({ status: 2, stdout: '' });
  });

  it('start nothing when the ready file could not be written', () => {
    const { status, stdout, stderr } = run('start/start.js', '--ready-file', '/nonexistent/dir/x.json');
    expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
    expect(stderr).toContain('/nonexistent/dir is no folder');
  });
});

/** Says its process id and, when it was asked to stop, "asked"; it never ends by itself. */
const WAITING = `
import { untilAskedToStop } from '${pathToFileURL(built('start/until-asked-to-stop.js')).href}';
setInterval(() => undefined, 60_000);
untilAskedToStop().stop.then(() => console.log('asked'));
console.log(process.pid);`;

describe('who waits until he is asked to stop', () => {
  const started = new Set<number>();
  afterEach(() => {
    for (const pid of started) if (isAlive(pid)) process.kill(pid, 'SIGKILL');
    started.clear();
  });

  /** Below a parent of its own, as below npm. */
  async function waiting() {
    const script = `require('node:child_process').spawn(process.execPath, ['--input-type=module', '-e', process.argv[1]], { stdio: 'inherit' })`;
    const env = { ...process.env, npm_lifecycle_event: 'start' };
    const parent = spawn(process.execPath, ['-e', script, WAITING], { env, stdio: ['ignore', 'pipe', 'inherit'] });
    let said = '';
    parent.stdout.on('data', (chunk) => (said += String(chunk)));
    const pid = Number(await until(() => /^\d+/.exec(said)?.[0]));
    started.add(pid).add(parent.pid!);
    return { parent: parent.pid!, pid, isAsked: () => said.includes('asked') };
  }

  it('is asked by the end of npm', async () => {
    const { parent, isAsked } = await waiting();
    process.kill(parent, 'SIGKILL');
    await until(isAsked);
  });

  it('takes the two signals of one Ctrl-C for one, and ends at once when asked again later', async () => {
    const { pid, isAsked } = await waiting();
    process.kill(pid, 'SIGINT');
    await until(isAsked);
    process.kill(pid, 'SIGINT');
    const since = performance.now();
    await until(() => (performance.now() - since > 1_200 ? process.kill(pid, 'SIGINT') : isAlive(pid) && undefined));
    await until(() => !isAlive(pid));
    expect(performance.now() - since).toBeGreaterThan(1_000);
  });
});

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
