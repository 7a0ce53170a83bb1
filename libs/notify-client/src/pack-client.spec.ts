import { execFile } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { jetstreamManager } from '@nats-io/jetstream';
import { connect } from '@nats-io/transport-node';
import { STREAMS } from '@replyline/contracts';
import { makeTemporaryFolder, startNats } from '@replyline/local-servers';
import { afterAll, expect, it } from '@jest/globals';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));
const dir = makeTemporaryFolder();
afterAll(() => rmSync(dir, { recursive: true, force: true }));

const run = async (command: string, args: string[], env: Record<string, string> = {}): Promise<string> => {
  const options = { cwd: join(dir, 'app'), env: { PATH: process.env['PATH']!, HOME: dir, ...env } };
  return (await promisify(execFile)(command, args, options)).stdout.trim();
};

interface Manifest {
  readonly dependencies?: Readonly<Record<string, string>>;
}
const manifestOf = (folder: string) => JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Manifest;

/** What npm would fetch from its registry, taken from what is installed here. */
function place(name: string): void {
  const from = join(ROOT, 'node_modules', name);
  const to = join(dir, 'app/node_modules', name);
  mkdirSync(dirname(to), { recursive: true });
  cpSync(from, to, { recursive: true });
  for (const needed of Object.keys(manifestOf(from).dependencies ?? {})) place(needed);
}

const PROGRAM = `
import { notificationOf, Notifier, type Notification } from '@replyline/notify-client';

const notifier: Notifier = await Notifier.connect({ servers: process.env['NATS_URL']!, publisher: 'exports' });
const event: Notification = notificationOf('exports', {
  kind: 'job-status',
  recipients: [{ address: 'bob@example.test' }],
  variables: { title: 'Export', text: 'It is done.' },
});
await notifier.publish(event);
await notifier.close();
console.log(event.id);
`;
const WRONG = `import { notificationOf } from '@replyline/notify-client';\nnotificationOf(1);\n`;

it('the package of the client is installed where nothing else is, has types, and asks for mail', async () => {
  mkdirSync(join(dir, 'app'));
  const tarball = await run(process.execPath, [join(ROOT, 'tools/pack-client/pack-client.mjs'), dir]);
  writeFileSync(join(dir, 'app/package.json'), '{"type":"module"}');
  for (const name of ['@nats-io/jetstream', '@nats-io/obj', '@nats-io/transport-node', 'zod']) place(name);
  await run('npm', ['install', '--offline', '--ignore-scripts', '--no-audit', '--no-fund', tarball]);
  for (const [name, text] of Object.entries({ program: PROGRAM, wrong: WRONG })) {
    writeFileSync(join(dir, 'app', `${name}.mts`), text);
  }
  const types = ['--typeRoots', join(ROOT, 'node_modules/@types'), '--types', 'node', '--skipLibCheck', '--strict'];
  const compiler = [
    join(ROOT, 'node_modules/typescript/bin/tsc'),
    ...types,
    '--target',
    'es2023',
    '--module',
    'nodenext',
  ];
  await run(process.execPath, [...compiler, 'program.mts']);
  await expect(run(process.execPath, [...compiler, '--noEmit', 'wrong.mts'])).rejects.toMatchObject({
    stdout: expect.stringContaining('wrong.mts(2,') as unknown,
  });

  const nats = await startNats({ dir });
  const operator = await connect({ servers: nats.url });
  const { streams } = await jetstreamManager(operator);
  await streams.add({ name: 'REQUEST', subjects: [...STREAMS.REQUEST] });
  const id = await run(process.execPath, ['program.mjs'], { NATS_URL: nats.url });
  const message = await streams.getMessage('REQUEST', { seq: 1 });
  await operator.close();
  await nats.stop();
  expect(message!.json()).toMatchObject({ id, source: '/services/exports' });
});
