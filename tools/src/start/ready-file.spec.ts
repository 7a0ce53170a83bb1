import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { makeTemporaryFolder } from '@replyline/local-servers';
import { announcement } from './announcement.js';
import { ReadyFile, type ReadyDocument } from './ready-file.js';

const dir = makeTemporaryFolder();
afterAll(() => rmSync(dir, { recursive: true, force: true }));

const login = (name: string) => ({ email: `${name}@example.test`, password: `password-of-${name}` });
const user = (name: string) => ({ id: `id-of-${name}`, ...login(name) });
const READY: ReadyDocument = {
  services: { config: 'http://c', outboundMail: 'http://o', inboundReply: 'http://i', conversation: 'http://v' },
  natsUrl: 'nats://n',
  tokens: { serverAdmin: 'token-of-admin', alice: 'token-of-alice', bob: 'token-of-bob' },
  users: { alice: user('alice'), bob: user('bob'), admin: user('admin') },
  accounts: { notifications: login('notifications'), replies: login('replies') },
  mail: { smtp: { host: '127.0.0.1', port: 2525 }, imap: { host: '127.0.0.1', port: 1143 } },
};

describe('the ready file', () => {
  it('is meant from where the person stands, private, and gone when it is removed', () => {
    const file = ReadyFile.at('ready.json', { INIT_CWD: dir });
    file.write(READY);
    expect(JSON.parse(readFileSync(join(dir, 'ready.json'), 'utf8'))).toEqual(READY);
    expect(statSync(join(dir, 'ready.json')).mode & 0o777).toBe(0o600);
    file.remove();
    expect(readdirSync(dir)).toEqual([]);
  });

  it('does not keep what an earlier run wrote', () => {
    writeFileSync(join(dir, 'stale.json'), '{}');
    ReadyFile.at(join(dir, 'stale.json'), {}).remove();
    expect(existsSync(join(dir, 'stale.json'))).toBe(false);
  });

  it('needs a folder that is there, and a name that is free for it', () => {
    mkdirSync(join(dir, 'folder'));
    writeFileSync(join(dir, 'file'), '');
    for (const wrong of ['missing/ready.json', 'folder', 'file/ready.json'])
      expect(() => ReadyFile.at(wrong, { INIT_CWD: dir })).toThrow(/^--ready-file: /);
  });
});

describe('the announcement', () => {
  it.each([
    ...Object.values(READY.services).map((url) => `${url}/docs`),
    ...[...Object.values(READY.users), ...Object.values(READY.accounts)].flatMap((it) => [it.email, it.password]),
    ...Object.values(READY.tokens),
    ...['127.0.0.1, port 2525', '127.0.0.1, port 1143', 'no TLS', 'the whole address'],
    ...['.replyline/start/<service>/<service>.log', 'Ctrl-C'],
  ])('says %s', (text) => {
    expect(announcement(READY, '.replyline/start')).toContain(text);
  });
});
