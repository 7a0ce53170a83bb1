import { createServer, type AddressInfo } from 'node:net';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { smtpSettings, type SmtpSettings, type TestReport } from '@replyline/contracts';
import type { ErrorCode } from '@replyline/errors';
import { freePorts, startScriptedSmtp, type Behaviour, type ScriptedSmtp, type Step } from '@replyline/local-servers';
import { until, world, type MailLab } from '@replyline/testing';
import { inUse, unlimited } from '../admission.js';
import { aMail } from '../provider.contract.js';
import { trySmtp } from './try-smtp.js';

const here = world();

const settings = (port: number, more: Partial<SmtpSettings> = {}): SmtpSettings =>
  smtpSettings.parse({
    kind: 'smtp',
    host: '127.0.0.1',
    port,
    encryption: 'none',
    timeoutSeconds: 1,
    fromAddress: 'alice@example.test',
    ...more,
  });

const REVERSE_PATH = 'alice@example.test';
const mail = { ...aMail('try'), reversePath: REVERSE_PATH, forwardPath: 'bob@example.test' };
const outcomes = ({ steps }: TestReport) => Object.fromEntries(steps.map(({ name, outcome }) => [name, outcome]));
const failure = ({ steps }: TestReport) => {
  const failed = steps.filter(({ outcome }) => outcome === 'failed');
  expect(failed).toHaveLength(1);
  return { step: failed[0]!.name, code: failed[0]!.code };
};

describe('trying settings out on a real server', () => {
  let lab: MailLab;
  let ca: string;
  beforeAll(async () => {
    lab = await here.mailLab();
    ca = lab.tls.ca;
  });

  const alice = () => ({ user: lab.addressOf('alice'), password: lab.passwordOf('alice') });
  const on = (port: 'smtp' | 'submission' | 'smtps', more: Partial<SmtpSettings> = {}, password?: string) => ({
    settings: settings(lab.postfix.ports[port], more),
    password,
    authorities: [ca],
  });

  it.each<['submission' | 'smtps', SmtpSettings['encryption']]>([
    ['submission', 'starttls-required'],
    ['submission', 'starttls-optional'],
    ['smtps', 'implicit-tls'],
  ])('sends a mail through %s with %s', async (port, encryption) => {
    const { user, password } = alice();
    const report = await trySmtp(on(port, { encryption, user }, password), { reversePath: REVERSE_PATH, mail });
    expect(report.outcome).toBe('ok');
    expect(new Set(Object.values(outcomes(report)))).toEqual(new Set(['ok']));
  });

  it('trusts an authority once it is given, and shows how long its certificate is good', async () => {
    const { user, password } = alice();
    const strict = on('submission', { encryption: 'starttls-required', user }, password);
    expect(failure(await trySmtp({ ...strict, authorities: [] }, { reversePath: REVERSE_PATH }))).toEqual({
      step: 'tls',
      code: 'provider.certificate_rejected',
    });
    const report = await trySmtp(strict, { reversePath: REVERSE_PATH });
    expect(report.outcome).toBe('ok');
    expect(report.steps.find(({ name }) => name === 'tls')?.seen).toMatch(
      /certificate of .+ by .+, good until .+ GMT$/,
    );
  });

  it.each<[string, boolean, string]>([
    ['shows no password to a server that it does not know, where TLS is optional', true, 'failed'],
    ['protects mail without a password with whatever certificate there is, where TLS is optional', false, 'ok'],
  ])('%s', async (_what, isLoggedIn, outcome) => {
    const { user, password } = alice();
    const optional = on(isLoggedIn ? 'submission' : 'smtp', { encryption: 'starttls-optional' }, password);
    const access = { ...optional, authorities: [], settings: { ...optional.settings, ...(isLoggedIn && { user }) } };
    const report = await trySmtp(access, { reversePath: REVERSE_PATH });
    expect(report.steps.find(({ name }) => name === 'tls')).toMatchObject({ outcome });
  });

  it('takes any certificate where the settings say so, and says that it was not verified', async () => {
    const { user, password } = alice();
    const lax = on('submission', { encryption: 'starttls-required', user, verifyCertificate: false }, password);
    const report = await trySmtp({ ...lax, authorities: [] }, { reversePath: REVERSE_PATH });
    expect(report.outcome).toBe('ok');
    expect(report.steps.find(({ name }) => name === 'tls')?.seen).toContain('(not verified)');
  });

  it('says of a sender and a recipient that they were not checked when no mail is sent', async () => {
    const { user, password } = alice();
    const report = await trySmtp(on('submission', { encryption: 'starttls-required', user }, password), {
      reversePath: REVERSE_PATH,
    });
    expect(report.outcome).toBe('ok');
    expect(outcomes(report)).toMatchObject({
      tls: 'ok',
      authentication: 'ok',
      sender: 'not checked',
      recipient: 'not checked',
      accepted: 'not checked',
    });
  });

  it.each<[string, () => Parameters<typeof trySmtp>[0], string, ErrorCode]>([
    [
      'a wrong password',
      () => on('submission', { encryption: 'starttls-required', user: 'alice@example.test' }, 'wrong'),
      'authentication',
      'provider.credentials_rejected',
    ],
    [
      'no password where one is needed',
      () => on('submission', { encryption: 'starttls-required' }),
      'recipient',
      'provider.relay_denied',
    ],
    ['plain text where TLS is needed', () => on('submission'), 'sender', 'provider.encryption_required'],
    [
      'an authority that is not trusted',
      () => ({ ...on('submission', { encryption: 'starttls-required' }), authorities: [] }),
      'tls',
      'provider.certificate_rejected',
    ],
    [
      'implicit TLS on a port for STARTTLS',
      () => on('submission', { encryption: 'implicit-tls' }),
      'tls',
      'provider.tls_unexpected',
    ],
    [
      'STARTTLS on a port for implicit TLS',
      () => on('smtps', { encryption: 'starttls-required' }),
      'greeting',
      'provider.tls_expected',
    ],
  ])('finds %s', async (_what, access, step, code) => {
    const report = await trySmtp(access(), {
      reversePath: REVERSE_PATH,
      mail: { ...mail, forwardPath: 'x@elsewhere.test' },
    });
    expect(failure(report)).toEqual({ step, code });
  });

  it('needs leave for the second connection too, by which it finds a port for implicit TLS', async () => {
    let [held, most] = [0, 0];
    const admit = async () => {
      most = Math.max(most, (held += 1));
      return { ...(await unlimited()), release: () => void (held -= 1) };
    };
    const access = on('smtps', { encryption: 'starttls-required' });
    expect(failure(await trySmtp({ ...access, admit }, { reversePath: REVERSE_PATH })).code).toBe(
      'provider.tls_expected',
    );
    expect(most).toBe(2);
    await until(() => held === 0, { what: 'both to be given back' });
    const one = () => (most++ === 2 ? admit() : Promise.reject(inUse()));
    expect(failure(await trySmtp({ ...access, admit: one }, { reversePath: REVERSE_PATH })).code).toBe(
      'provider.timeout',
    );
  });

  it('finds an unknown recipient', async () => {
    const trial = { reversePath: REVERSE_PATH, mail: { ...mail, forwardPath: 'nobody@example.test' } };
    expect(failure(await trySmtp(on('smtp'), trial))).toEqual({
      step: 'recipient',
      code: 'provider.recipient_refused',
    });
  });
});

describe('trying settings out', () => {
  let server: ScriptedSmtp;
  beforeAll(async () => {
    server = await startScriptedSmtp({ dir: here.folder() });
    here.onEnd(() => server.stop());
  });

  it.each<[string, Step, Behaviour, string, ErrorCode]>([
    ['a server that never greets', 'greeting', { instead: 'silence' }, 'greeting', 'provider.timeout'],
    ['a server that hangs up', 'greeting', { instead: 'close' }, 'greeting', 'provider.unavailable'],
    [
      'a server that blocks us',
      'greeting',
      { reply: '554 5.7.1 you are blocked' },
      'greeting',
      'provider.service_refused',
    ],
    ['another protocol', 'greeting', { reply: 'HTTP/1.1 400 Bad Request' }, 'greeting', 'provider.protocol_error'],
    [
      'a server that is full',
      'greeting',
      { reply: '421 4.3.2 Too many connections' },
      'greeting',
      'provider.throttled',
    ],
    ['a server that never answers EHLO', 'ehlo', { instead: 'silence' }, 'ehlo', 'provider.timeout'],
    [
      'a server without a login',
      'ehlo',
      { reply: '250 mail.example.test' },
      'authentication',
      'provider.authentication_unavailable',
    ],
    ['a sender who is refused', 'mail', { reply: '550 5.1.0 No' }, 'sender', 'provider.sender_refused'],
    ['a server that never answers the sender', 'mail', { instead: 'silence' }, 'sender', 'provider.timeout'],
  ])('finds %s', async (_what, step, behaviour, failed, code) => {
    server.follow((moment) => (moment.step === step ? behaviour : undefined));
    const report = await trySmtp(
      { settings: settings(server.port, { user: 'a' }), password: 'b' },
      { reversePath: REVERSE_PATH },
    );
    expect(failure(report)).toEqual({ step: failed, code });
  });

  it('finds a password that is missing, where the server offers a login', async () => {
    server.follow(({ step }) =>
      step === 'ehlo' ? { reply: '250-mail.example.test\r\n250 AUTH PLAIN LOGIN' } : undefined,
    );
    const report = await trySmtp({ settings: settings(server.port, { user: 'a' }) }, { reversePath: REVERSE_PATH });
    expect(failure(report)).toEqual({ step: 'authentication', code: 'provider.password_missing' });
  });

  it.each<[string, SmtpSettings['encryption'], number]>([
    ['in plain text', 'none', 2],
    ['with STARTTLS', 'starttls-required', 2],
    ['with TLS', 'implicit-tls', 1],
  ])('%s ends with the timeout when the server is silent, and does not blame the network', async (...of) => {
    const [, encryption, connections] = of;
    const silent = await startScriptedSmtp({ dir: here.folder(), script: () => ({ instead: 'silence' }) });
    here.onEnd(() => silent.stop());
    const access = { settings: settings(silent.port, { encryption }) };
    const report = await trySmtp(access, { reversePath: REVERSE_PATH });
    // The second look at the server takes no time of its own: it begins beside the first one.
    expect(silent.peakConnections()).toBe(connections);
    const failed = report.steps.find(({ outcome }) => outcome === 'failed')!;
    expect(failed.code).toBe('provider.timeout');
    expect(failed.remediation).not.toMatch(/firewall|host/);
  });

  it.each<[string, SmtpSettings['encryption']]>([
    ['after STARTTLS', 'starttls-required'],
    ['after STARTTLS that need not be', 'starttls-optional'],
  ])('blames TLS, and claims nothing behind it, where the server hangs up %s', async (_when, encryption) => {
    const hangingUp = createServer((socket) => {
      const answers = ['250-here\r\n250 STARTTLS\r\n', '220 go ahead\r\n'];
      socket
        .on('error', () => undefined)
        .on('data', () => void (answers[0] ? socket.write(answers.shift()!) : socket.end()));
      socket.write('220 here\r\n');
    });
    await new Promise<void>((resolve) => hangingUp.listen(0, '127.0.0.1', resolve));
    here.onEnd(() => hangingUp.close());
    const { port } = hangingUp.address() as AddressInfo;
    const report = await trySmtp({ settings: settings(port, { encryption }) }, { reversePath: REVERSE_PATH, mail });
    expect(failure(report)).toEqual({ step: 'tls', code: 'provider.tls_failed' });
    expect(outcomes(report)).toMatchObject({ greeting: 'ok', sender: 'not checked', accepted: 'not checked' });
  });

  it.each<[Step, string, boolean]>([
    ['greeting', 'greeting', false],
    ['ehlo', 'ehlo', false],
    ['auth', 'authentication', false],
    ['mail', 'sender', false],
    ['mail', 'sender', true],
    ['rcpt', 'recipient', true],
    ['data', 'accepted', true],
  ])('ends when its time is over, and names the step that was slow: %s', async (slow, step, isMailSent) => {
    const end = new AbortController();
    server.follow((moment) => {
      if (moment.step !== slow) return undefined;
      setImmediate(() => end.abort());
      return { instead: 'silence' };
    });
    const access = { settings: settings(server.port, { user: 'a', timeoutSeconds: 60 }), password: 'b' };
    const trial = { reversePath: REVERSE_PATH, ...(isMailSent && { mail }) };
    expect(failure(await trySmtp(access, trial, end.signal))).toEqual({ step, code: 'provider.timeout' });
  });

  it('never shows a password to a server in plain text unless that is what the settings say', async () => {
    let isAsked = false;
    server.follow(({ step }) => void (isAsked ||= step === 'auth'));
    const access = { settings: settings(server.port, { encryption: 'starttls-optional', user: 'a' }), password: 'b' };
    const report = await trySmtp(access, { reversePath: REVERSE_PATH });
    expect(failure(report)).toEqual({ step: 'tls', code: 'provider.tls_not_offered' });
    expect(isAsked).toBe(false);
  });

  it('finds that nobody is there', async () => {
    const [port] = await freePorts(1);
    const report = await trySmtp({ settings: settings(port!) }, { reversePath: REVERSE_PATH });
    expect(failure(report)).toEqual({ step: 'tcp', code: 'provider.unavailable' });
    // The settings are a draft: nothing is sent through them yet.
    expect(report.steps.find(({ name }) => name === 'tcp')?.remediation).not.toContain('goes on');
  });

  it('finds a name that does not resolve', async () => {
    const access = { settings: settings(25, { host: 'nowhere.invalid' }) };
    expect(failure(await trySmtp(access, { reversePath: REVERSE_PATH }))).toEqual({
      step: 'dns',
      code: 'provider.dns_failed',
    });
  });

  it('does not connect to the metadata service of a cloud', async () => {
    const access = { settings: settings(80, { host: '169.254.169.254' }) };
    expect(failure(await trySmtp(access, { reversePath: REVERSE_PATH }))).toEqual({
      step: 'dns',
      code: 'provider.address_not_allowed',
    });
  });

  it('shows what a server said without addresses and secrets', async () => {
    server.follow(({ step }) =>
      step === 'auth' ? { reply: '535 5.7.8 a@b.example c2VjcmV0c2VjcmV0c2VjcmV0c2VjcmV0' } : undefined,
    );
    const report = await trySmtp(
      { settings: settings(server.port, { user: 'a' }), password: 'b' },
      { reversePath: REVERSE_PATH },
    );
    expect(report.steps.find(({ name }) => name === 'authentication')?.seen).toBe('535 5.7.8 <address> <…>');
  });
});
