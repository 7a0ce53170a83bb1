import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { ERRORS, type ErrorCode } from '@replyline/errors';
import { freePorts, startNats } from '@replyline/local-servers';
import { until, world } from '@replyline/testing';
import { localIssuer } from './index.js';

const FIXTURE = fileURLToPath(new URL('./run-service.fixture.mjs', import.meta.url));

const here = world();
let valid: Record<string, string>;

interface Started {
  readonly child: ChildProcess;
  readonly output: () => string;
  readonly exit: Promise<number | null>;
  /** Resolves with the address that is logged. */
  url(): Promise<string>;
}

function start(environment: Record<string, string>): Started {
  const child = spawn(process.execPath, [FIXTURE], { env: environment, stdio: ['ignore', 'pipe', 'pipe'] });
  here.onEnd(() => child.kill('SIGKILL'));
  let printed = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => (printed += chunk.toString()));
  const exit = once(child, 'exit').then(([code]) => code as number | null);
  const url = () =>
    until(() => /"url":"(http:\/\/127\.0\.0\.1:\d+)","msg":"fixture is listening"/.exec(printed)?.[1], {
      deadlineMs: 60_000,
      what: 'address',
    });
  return { child, exit, url: async () => (await url())!, output: () => printed };
}

/** In seconds: on a busy machine the first try may take one, and there is to be a second. */
const PATIENCE = '4';

const linesOf = (output: string): unknown[] =>
  output
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as unknown);

async function aBrokerWithPasswords(): Promise<string> {
  const configuration = 'authorization { user: fixture, password: right }';
  const strict = await startNats({ dir: join(here.folder(), 'strict'), configuration });
  here.onEnd(() => strict.stop());
  return strict.url.replace('://', '://fixture:canary@');
}

async function databaseWith(change: (url: URL) => void): Promise<Record<string, string>> {
  const url = new URL(valid['DATABASE_URL']!);
  change(url);
  return { DATABASE_URL: url.href };
}

beforeAll(async () => {
  valid = {
    DATABASE_URL: await here.freshDatabase(),
    NATS_URL: (await here.nats()).url,
    ...(await localIssuer()).environment,
  };
});

describe('the environment', () => {
  it('that is wrong ends the service with 78, naming every wrong variable and no value', async () => {
    const { exit, output } = start({
      ...valid,
      PORT: 'canary-port',
      DATABASE_URL: 'canary-database',
      NATS_URL: '',
      AUTH_JWKS: '{"keys":[{"kty":"EC","d":"canary-key"}]}',
      LOG_LEVEL: 'canary-level',
    });
    expect(await exit).toBe(78);
    for (const name of ['PORT', 'DATABASE_URL', 'NATS_URL', 'AUTH_JWKS', 'LOG_LEVEL'])
      expect(output()).toMatch(new RegExp(`^${name}: `, 'm'));
    expect(output()).not.toContain('canary');
  });

  it('may hold a secret as a file', async () => {
    const { DATABASE_URL, ...rest } = valid;
    const file = join(here.folder(), 'database-url');
    writeFileSync(file, `${DATABASE_URL}\n`);
    const { child, exit, url } = start({ ...rest, DATABASE_URL_FILE: file });
    await url();
    child.kill('SIGTERM');
    expect(await exit).toBe(0);
  });
});

describe('a start', () => {
  it.each(['NATS_URL', 'DATABASE_URL'])('without the server of %s waits, then ends with 69', async (variable) => {
    const [port] = await freePorts(1);
    const nowhere = { NATS_URL: `nats://127.0.0.1:${port}`, DATABASE_URL: `postgres://u:canary@127.0.0.1:${port}/d` }[
      variable
    ]!;
    const { exit, output } = start({ ...valid, [variable]: nowhere, START_TIMEOUT_SECONDS: PATIENCE });
    expect(await exit).toBe(69);
    expect(output()).toMatch(/waiting for (NATS|PostgreSQL)/);
    expect(output()).toContain('service.unavailable');
    expect(output()).not.toContain('canary');
  });

  it.each<[string, string, () => Promise<Record<string, string>>]>([
    [
      'a broker that refuses its login',
      'service.login_refused',
      async () => ({ NATS_URL: await aBrokerWithPasswords() }),
    ],
    ['a role that there is none of', 'service.login_refused', () => databaseWith((url) => (url.username = 'canary'))],
    [
      'a database that there is none of',
      'service.database_missing',
      () => databaseWith((url) => (url.pathname = 'no')),
    ],
  ])('with %s waits, says what to do, and ends with 69', async (_what, code, environment) => {
    const wrong = await environment();
    const { exit, output } = start({ ...valid, ...wrong, START_TIMEOUT_SECONDS: PATIENCE });
    expect(await exit).toBe(69);
    const [variable] = Object.keys(wrong);
    const said = { err: expect.objectContaining({ code, details: expect.objectContaining({ variable }) }) };
    const lines = linesOf(output());
    expect(lines).toContainEqual(expect.objectContaining({ ...said, msg: expect.stringContaining('waiting for') }));
    const { remediation } = ERRORS[code as ErrorCode];
    expect(lines).toContainEqual(expect.objectContaining({ ...said, remediation, msg: 'cannot start' }));
    expect(output()).not.toContain('canary');
  });

  it.each([
    ['a port that somebody has', () => ({ PORT: new URL(valid['NATS_URL']!).port, HOST: '127.0.0.1' }), 'EADDRINUSE'],
    ['an address that the machine has not', () => ({ PORT: '0', HOST: '192.0.2.1' }), 'EADDRNOTAVAIL'],
    ['a host that nobody knows', () => ({ PORT: '0', HOST: 'nowhere.invalid' }), 'ENOTFOUND'],
  ])('at %s ends with 69, and says what to do', async (_where, address, reason) => {
    const { exit, output } = start({ ...valid, ...address() });
    expect(await exit).toBe(69);
    const { remediation } = ERRORS['service.cannot_listen'];
    const err = expect.objectContaining({ code: 'service.cannot_listen', details: { reason } });
    expect(linesOf(output()).at(-1)).toEqual(expect.objectContaining({ msg: 'cannot start', err, remediation }));
  });

  it('goes on when the broker learns its password late', async () => {
    const dir = join(here.folder(), 'learns');
    const early = await startNats({ dir, configuration: 'authorization { user: fixture, password: old }' });
    const NATS_URL = early.url.replace('://', '://fixture:new@');
    const { child, exit, url, output } = start({ ...valid, NATS_URL });
    await until(() => output().includes('service.login_refused'), { what: 'waiting' });
    await early.stop();
    const configuration = 'authorization { user: fixture, password: new }';
    const late = await startNats({ dir, port: early.port, configuration });
    here.onEnd(() => late.stop());
    await url();
    child.kill('SIGTERM');
    expect(await exit).toBe(0);
  });

  it('at a broker without room for what it keeps there ends with 69, and says how much it is', async () => {
    const configuration = 'jetstream { max_file_store: 1GB }';
    const full = await startNats({ dir: join(here.folder(), 'full'), configuration });
    here.onEnd(() => full.stop());
    const { exit, output } = start({ ...valid, NATS_URL: full.url });
    expect(await exit).toBe(69);
    const { remediation } = ERRORS['service.no_room'];
    expect(linesOf(output())).toContainEqual(
      expect.objectContaining({
        err: expect.objectContaining({ code: 'service.no_room', details: { apiError: 10_047 } }),
        remediation,
        msg: 'cannot start',
      }),
    );
  });

  it('goes on when the server comes late', async () => {
    const [port] = await freePorts(1);
    const { child, exit, url, output } = start({ ...valid, NATS_URL: `nats://127.0.0.1:${port}` });
    await until(() => output().includes('waiting for NATS'), { what: 'waiting' });
    const late = await startNats({ dir: join(here.folder(), 'late'), port: port! });
    here.onEnd(() => late.stop());
    expect((await fetch(`${await url()}/health/ready`)).status).toBe(200);
    child.kill('SIGTERM');
    expect(await exit).toBe(0);
  });
});

describe('what a service prints', () => {
  it('is one line of JSON after the other', async () => {
    const { child, exit, url, output } = start(valid);
    await url();
    child.kill('SIGTERM');
    await exit;
    const lines = output().trimEnd().split('\n');
    expect(lines.map((line) => JSON.parse(line))).toContainEqual(
      expect.objectContaining({ msg: 'fixture is listening', url: expect.stringMatching(/^http:/) }),
    );
  });
});

describe('an end', () => {
  it('by a promise that nobody waits for is a defect: logged, exit 1', async () => {
    const { exit, url, output } = start(valid);
    await fetch(`${await url()}/break/later`).catch(() => undefined);
    expect(await exit).toBe(1);
    const line = output()
      .split('\n')
      .find((it) => it.includes('nobody waits for this'));
    expect(JSON.parse(line!)).toMatchObject({ level: 'fatal', msg: 'defect', err: { type: 'Error' } });
  });

  it('by two signals is one end', async () => {
    const { child, exit, url, output } = start(valid);
    await url();
    child.kill('SIGTERM');
    child.kill('SIGINT');
    expect(await exit).toBe(0);
    expect(output().match(/"msg":"stopped"/g)).toHaveLength(1);
  });

  it('with work that never finishes comes all the same', async () => {
    const { child, exit, url, output } = start({ ...valid, STOP_TIMEOUT_SECONDS: '1' });
    const never = fetch(`${await url()}/break/never`).catch((error: unknown) => error);
    await until(async () => (await fetch(`${await url()}/health/live`)).status === 200, { what: 'alive' });
    child.kill('SIGTERM');
    expect(await exit).toBe(1);
    expect(output()).toContain('work was not finished in time');
    await never;
  });

  it('comes although the broker is gone', async () => {
    const nats = await startNats({ dir: join(here.folder(), 'gone') });
    const { child, exit, url } = start({ ...valid, NATS_URL: nats.url, STOP_TIMEOUT_SECONDS: '5' });
    await url();
    await nats.kill9();
    await until(async () => (await fetch(`${await url()}/health/ready`)).status === 503, { what: 'not ready' });
    child.kill('SIGTERM');
    expect(await exit).toBe(0);
  });
});
