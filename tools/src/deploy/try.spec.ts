import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { ROOT } from './checkout.js';
import { readEnvFile } from './compose-file.js';

const USER = '00000000-0000-4000-8000-000000000001';
const folder = mkdtempSync(join(tmpdir(), 'rl-try-'));
afterAll(() => rmSync(folder, { recursive: true }));

const tryIt = (...args: string[]) =>
  spawnSync(process.execPath, [join(ROOT, 'deploy/try.mjs'), '--folder', folder, ...args], { encoding: 'utf8' });

describe('deploy/try.mjs', () => {
  it.each(['-h', '--help'])('explains itself: %s', (option) => {
    expect(tryIt(option)).toMatchObject({ status: 0, stderr: '', stdout: expect.stringContaining('token USER ROLE') });
  });

  it.each([
    [['token'], 'the id of a user'],
    [['token', 'alice', 'user'], 'the id of a user'],
    [['token', USER], 'needs a role'],
    [['token', USER, 'user', 'boss'], 'no role boss'],
    [['tokne'], 'no command tokne'],
    [['--nonsense'], '--nonsense'],
  ])('refuses %j', (args, problem) => {
    expect(tryIt(...args)).toMatchObject({ status: 2, stdout: '', stderr: expect.stringContaining(problem) });
  });

  it('makes an account for each person, and then tokens', () => {
    expect(tryIt('token', USER, 'user').stderr).toContain('Run this first');
    expect(tryIt().status).toBe(0);
    const { MAIL_USERS } = readEnvFile(readFileSync(join(folder, 'compose.env'), 'utf8'));
    const names = MAIL_USERS!.split(' ').map((account) => account.split(':')[0]);
    expect(names).toEqual(['notifications', 'replies', 'admin', 'alice', 'bob']);
    const [, claims] = tryIt('token', USER, 'server-admin', 'user').stdout.split('.');
    expect(JSON.parse(Buffer.from(claims!, 'base64url').toString())).toMatchObject({
      sub: USER,
      roles: ['server-admin', 'user'],
    });
  });
});
