import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { COMPOSE_FILE, ROOT } from './checkout.js';
import { readComposeFile } from './compose-file.js';
import { readDockerfile } from './dockerfile.js';

const IMAGES = ['postfix', 'dovecot'] as const;
const MAIL = join(ROOT, 'deploy/mail');
const read = (file: string) => readFileSync(join(MAIL, file), 'utf8');
const instructions = (image: string, instruction: string) =>
  readDockerfile(read(`${image}/Dockerfile`))[0]!.instructions.flatMap(({ name, rest }) =>
    name === instruction ? [rest] : [],
  );

/** What packages install, and whether the servers run, only a container engine shows: see docs/deployment.md. */
describe('the mail servers for trying it', () => {
  const folder = mkdtempSync(join(tmpdir(), 'rl-'));
  afterAll(() => rmSync(folder, { recursive: true }));

  it.each(IMAGES)('%s copies what is there', (image) => {
    const sources = instructions(image, 'COPY').flatMap((rest) => rest.split(/\s+/).slice(0, -1));
    expect(sources.filter((source) => !existsSync(join(MAIL, image, source)))).toEqual([]);
  });

  it.each(IMAGES)('%s publishes a port that it has, on this machine alone', (image) => {
    const [published] = (readComposeFile(COMPOSE_FILE).services[image] as { ports?: string[] }).ports!;
    const [, inside] = /^127\.0\.0\.1:\d+:(\d+)$/.exec(published!)!;
    expect(instructions(image, 'EXPOSE').join(' ').split(' ')).toContain(inside);
  });

  it.each(['virtual_transport = lmtp:inet:dovecot', 'smtpd_sasl_path = inet:dovecot'])('agree on "%s"', (setting) => {
    const port = new RegExp(`^${setting}:(\\d+)$`, 'm').exec(read('postfix/main.cf'))?.[1];
    expect(read('dovecot/dovecot.conf')).toContain(`port = ${port}\n`);
  });

  it('make an account of each name in MAIL_USERS, whatever its password', () => {
    const DOVECOT_USERS_FILE = join(folder, 'users');
    const env = { ...process.env, DOVECOT_USERS_FILE, MAIL_DOMAIN: 'example.test', MAIL_USERS: "ann:se:cr'et bob:$b" };
    execFileSync('sh', [join(MAIL, 'dovecot/entrypoint.sh'), 'true'], { env });
    const accounts = readFileSync(DOVECOT_USERS_FILE, 'utf8').trim().split('\n');
    expect(
      accounts.map((line) =>
        line.replace(/\{PLAIN\.b64\}([^:]*)/, (_, text) => Buffer.from(text, 'base64').toString()),
      ),
    ).toEqual(["ann@example.test:se:cr'et::::::", 'bob@example.test:$b::::::']);
  });

  it('do not start without accounts', () => {
    const env = {
      ...process.env,
      DOVECOT_USERS_FILE: join(folder, 'none'),
      MAIL_DOMAIN: 'example.test',
      MAIL_USERS: '',
    };
    const start = () => execFileSync('sh', [join(MAIL, 'dovecot/entrypoint.sh'), 'true'], { env, stdio: 'pipe' });
    expect(start).toThrow('MAIL_USERS is empty');
  });
});
