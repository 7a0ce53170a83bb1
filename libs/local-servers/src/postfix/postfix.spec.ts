import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createTransport } from 'nodemailer';
import { makeCertificates } from '../certificates.js';
import { startDovecot, type RunningDovecot } from '../dovecot/dovecot.js';
import { aPrivateServer } from '../private-server.contract.js';
import { makeTemporaryFolder } from '../temporary-folder.js';
import { until } from '../until.js';
import { startPostfix, type RunningPostfix } from './postfix.js';

const folder = makeTemporaryFolder();
const tls = makeCertificates(join(folder, 'tls'));
const domain = 'example.test';
let dovecot: RunningDovecot;

beforeAll(async () => {
  const users = { alice: 'secret', bob: 'secret' };
  dovecot = await startDovecot({ dir: join(folder, 'dovecot'), domain, users, tls, isForgetful: true });
});
afterAll(async () => {
  await dovecot.stop();
  rmSync(folder, { recursive: true, force: true });
});

const start = (dir: string, earlier?: RunningPostfix) =>
  startPostfix({ dir, domain, users: ['alice', 'bob'], tls, dovecot, ...(earlier && { ports: earlier.ports }) });

async function submit(port: number, options: { to: string; secure?: boolean; pass?: string }): Promise<void> {
  const { to, secure = false, pass } = options;
  const auth = pass === undefined ? {} : { auth: { user: 'alice@example.test', pass } };
  const transport = createTransport({ host: 'localhost', port, secure, tls: { ca: tls.ca }, ...auth });
  await transport.sendMail({
    from: 'alice@example.test',
    to,
    subject: 'Kept',
    text: 'x',
    messageId: '<kept@example.test>',
  });
}

aPrivateServer<RunningPostfix>({
  name: 'Postfix',
  start,
  portOf: ({ ports }) => ports.smtp,
  remember: ({ ports }) => submit(ports.submission, { to: 'bob@example.test', pass: 'secret' }),
  recall: async (server) => {
    const isKept = () => server.accepted().some(({ messageId }) => messageId === 'kept@example.test');
    await until(isKept, { what: 'the log of acceptance' });
  },
});

describe('a private Postfix', () => {
  let postfix: RunningPostfix;
  beforeAll(async () => {
    postfix = await start(join(folder, 'postfix'));
  });
  afterAll(() => postfix.stop());

  it('takes mail for its domain from anybody', () => submit(postfix.ports.smtp, { to: 'bob@example.test' }));

  it('takes mail after a login over TLS from the start', () =>
    submit(postfix.ports.smtps, { to: 'bob@example.test', secure: true, pass: 'secret' }));

  it.each([
    ['for another domain', { to: 'bob@elsewhere.test' }, 554],
    ['for nobody', { to: 'nobody@example.test' }, 550],
  ])('refuses mail %s', async (_name, mail, responseCode) => {
    await expect(submit(postfix.ports.smtp, mail)).rejects.toMatchObject({ responseCode });
  });

  it('refuses a wrong password', async () => {
    const wrong = submit(postfix.ports.submission, { to: 'bob@example.test', pass: 'wrong' });
    await expect(wrong).rejects.toMatchObject({ responseCode: 535 });
  });
});
