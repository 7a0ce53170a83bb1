import { readFileSync } from 'node:fs';
import type { TestReport } from '@replyline/contracts';
import {
  makeCertificates,
  startDovecot,
  startPostfix,
  type CertificateFlaw,
  type Certificates,
} from '@replyline/local-servers';
import { world, type MailLab } from '@replyline/testing';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { tryImap } from '../imap/try-imap.js';
import type { SmtpAccess } from '../smtp/settings.js';
import { trySmtp } from '../smtp/try-smtp.js';

const here = world();
const users = { alice: 'wonder' };
const failed = ({ steps }: TestReport) => {
  const step = steps.find(({ outcome }) => outcome === 'failed');
  return step && `${step.name}: ${step.code}`;
};
let lab: MailLab;
beforeAll(async () => {
  lab = await here.mailLab();
});

const smtpAt = (port: number, authorities: string[] = []): SmtpAccess => ({
  settings: { host: '127.0.0.1', port, encryption: 'starttls-required', verifyCertificate: true, timeoutSeconds: 5 },
  authorities,
});
const trial = { reversePath: 'alice@example.test' };

describe.each<[CertificateFlaw | 'unknown', trusted: string | undefined, code: string]>([
  ['expired', 'ca', 'certificate_expired'],
  ['wrong-host', 'ca', 'certificate_wrong_host'],
  ['self-signed', undefined, 'certificate_self_signed'],
  ['unknown', undefined, 'certificate_rejected'],
])('a certificate that is %s', (flaw, trusted, code) => {
  let tls: Certificates;
  const authorities = () => (trusted ? [tls.ca] : []);
  beforeAll(() => {
    tls = makeCertificates(`${here.folder()}/tls-${flaw}`, flaw === 'unknown' ? undefined : flaw);
  });

  it('is told by its name when mail is sent', async () => {
    const dir = `${here.folder()}/postfix-${flaw}`;
    const postfix = await startPostfix({ dir, domain: 'example.test', users: ['alice'], tls, dovecot: lab.dovecot });
    here.onEnd(() => postfix.stop());
    const report = await trySmtp(smtpAt(postfix.ports.submission, authorities()), trial);
    expect(failed(report)).toBe(`tls: provider.${code}`);
  });

  it('is told by its name when mail is read', async () => {
    const dir = `${here.folder()}/dovecot-${flaw}`;
    const dovecot = await startDovecot({ dir, domain: 'example.test', users, tls, isForgetful: true });
    here.onEnd(() => dovecot.stop());
    const endpoint = { host: '127.0.0.1', user: 'alice@example.test', password: 'wonder', authorities: authorities() };
    for (const [encryption, port] of [
      ['starttls-required', dovecot.ports.imap],
      ['implicit-tls', dovecot.ports.imaps],
    ] as const) {
      expect(failed(await tryImap({ ...endpoint, encryption, port }))).toBe(`tls: mailbox.${code}`);
    }
    if (flaw !== 'unknown') return;
    // The same server, once its authority has been uploaded.
    const trusting = {
      ...endpoint,
      authorities: [tls.ca],
      encryption: 'implicit-tls',
      port: dovecot.ports.imaps,
    } as const;
    expect((await tryImap(trusting)).outcome).toBe('ok');
  });
});

describe('a server that wants a certificate of its clients', () => {
  it('lets in who shows one that its authority has signed, and nobody else', async () => {
    const dir = `${here.folder()}/postfix-clients`;
    const mine = makeCertificates(`${here.folder()}/tls-client`);
    const { tls, dovecot } = lab;
    const options = { dir, domain: 'example.test', users: ['alice'], tls, dovecot, clientAuthorityFile: mine.caFile };
    const postfix = await startPostfix(options);
    here.onEnd(() => postfix.stop());
    const access = { ...smtpAt(postfix.ports.submission, [tls.ca]) };
    expect((await trySmtp(access, trial)).outcome).toBe('failed');
    const pemOf = (file: string) => readFileSync(file, 'utf8');
    const clientCertificate = { pem: pemOf(mine.certificateFile), privateKey: pemOf(mine.keyFile) };
    expect((await trySmtp({ ...access, clientCertificate }, trial)).outcome).toBe('ok');
    const other = makeCertificates(`${here.folder()}/tls-other`);
    const stranger = { pem: pemOf(other.certificateFile), privateKey: pemOf(other.keyFile) };
    expect((await trySmtp({ ...access, clientCertificate: stranger }, trial)).outcome).toBe('failed');
  });
});
