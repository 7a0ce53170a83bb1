import { describe, expect, it } from '@jest/globals';
import { sendingProfileBody, sharedProfileBody } from './sending-profile-body.js';
import { typedSettings, type Facts } from './typed-settings.js';

const least = { host: 'smtp.example', encryption: 'none', fromAddress: 'bot@example.test' };
const facts: Facts = {
  addressOf: (accountId) => Promise.resolve(`${accountId.slice(0, 4)}@example.test`),
  incomingLogin: () => Promise.resolve({ user: 'replies', password: 'mailbox secret' }),
};
const typed = (body: object) => typedSettings(sendingProfileBody.parse(body), facts);
const wrongPaths = (body: object): string[] | undefined =>
  sendingProfileBody.safeParse({ ...least, ...body }).error?.issues.map(({ path }) => path.join('.'));

describe('a sending profile', () => {
  it.each([
    ['none', 25],
    ['starttls-optional', 587],
    ['starttls-required', 587],
    ['implicit-tls', 465],
  ] as const)('with encryption %s listens on port %i unless told', async (encryption, port) => {
    expect((await typed({ ...least, encryption })).values).toMatchObject({ port });
  });

  it('has defaults that work, and keeps no secret among its settings', async () => {
    const { values, secrets } = await typed({
      ...least,
      user: 'ann',
      password: 'x',
      passwordConfirmation: 'x',
      port: 2525,
    });
    expect(values).toEqual({
      ...least,
      kind: 'smtp',
      port: 2525,
      user: 'ann',
      authentication: 'own',
      timeoutSeconds: 30,
      maxConnections: 10,
      verifyCertificate: true,
      charset: 'utf-8',
      fromMode: 'system',
    });
    expect(secrets['password']).toBe('x');
  });

  it('logs in as the reply mailbox does where it says so', async () => {
    const { values, secrets } = await typed({ ...least, authentication: 'same-as-incoming' });
    expect([values, secrets]).toMatchObject([{ user: 'replies' }, { password: 'mailbox secret' }]);
  });

  it.each([
    ['pop3', 'none', 110],
    ['pop3', 'implicit-tls', 995],
    ['imap', 'starttls-required', 143],
    ['imap', 'implicit-tls', 993],
  ])('reads first by %s with %s from port %i unless told', async (protocol, encryption, port) => {
    const incoming = { protocol, host: 'pop.example', encryption, user: 'ann' };
    const body = { ...least, authentication: 'after-incoming', incoming, incomingPassword: 'y' };
    expect((await typed(body)).values).toMatchObject({ incoming: { port } });
  });

  it('of a linked account logs in and sends as that account', async () => {
    const accountId = '11111111-1111-4111-8111-111111111111';
    expect((await typed({ kind: 'microsoft-exchange', accountId })).values).toMatchObject({
      user: '1111@example.test',
      fromAddress: '1111@example.test',
      host: 'smtp.office365.com',
    });
  });

  it.each([
    ['no encryption', { encryption: undefined }, ['encryption']],
    ['a mask of stars', { user: 'ann', password: '********' }, ['password']],
    ['a mask of bullets', { user: 'ann', password: '••••' }, ['password']],
    ['a NUL in the password', { user: 'ann', password: 'a\0b' }, ['password']],
    [
      'a confirmation that differs',
      { user: 'ann', password: 'a', passwordConfirmation: 'b' },
      ['passwordConfirmation'],
    ],
    ['a password for nobody', { password: 'a' }, ['user']],
    ['own authentication as nobody', { authentication: 'own' }, ['user']],
    ['a user and no authentication', { authentication: 'none', user: 'ann' }, ['user']],
    ['a password beside that of the mailbox', { authentication: 'same-as-incoming', password: 'a' }, ['password']],
    ['no server to read first', { authentication: 'after-incoming' }, ['incoming']],
    [
      'a server to read first, and no need of it',
      { incoming: { protocol: 'pop3', host: 'pop.example', encryption: 'none', user: 'ann' } },
      ['incoming'],
    ],
    ['more connections than any server allows', { maxConnections: 1_000 }, ['maxConnections']],
    ['no message a minute', { messagesPerMinute: 0 }, ['messagesPerMinute']],
    ['half a message a day', { messagesPerDay: 0.5 }, ['messagesPerDay']],
    ['an encoding that nobody reads', { charset: 'utf-7' }, ['charset']],
    ['a display name of two lines', { displayName: 'a\r\nBcc: x@example.test' }, ['displayName']],
    ['an address with a name', { fromAddress: 'Bot <bot@example.test>' }, ['fromAddress']],
    ['a URL as host', { host: 'smtp://smtp.example' }, ['host']],
    ['no time at all', { timeoutSeconds: 0 }, ['timeoutSeconds']],
  ])('is refused with %s', (_name, body, paths) => {
    expect(wrongPaths(body)).toEqual(paths);
  });

  it.each([
    ['a password with stars in it', { user: 'ann', password: '**a**' }],
    ['a blank password for nobody', { password: '' }],
    ['a deleted password', { user: 'ann', password: null }],
  ])('may have %s', (_name, body) => {
    expect(wrongPaths(body)).toBeUndefined();
  });
});

describe('a profile of Microsoft', () => {
  const app = {
    tenantId: 'example.test',
    clientId: '11111111-1111-4111-8111-111111111111',
    mailbox: 'bot@example.test',
  };
  const wrong = (body: object) =>
    sendingProfileBody
      .safeParse({ kind: 'microsoft-graph', ...app, ...body })
      .error?.issues.map(({ path }) => path.join('.'));

  it.each([
    ['a display name', { displayName: 'Bot' }, ['displayName']],
    ['a tenant that is none', { tenantId: 'foo bar' }, ['tenantId']],
    ['a tenant that leads elsewhere', { tenantId: '../common' }, ['tenantId']],
    ['a client that is none', { clientId: 'app' }, ['clientId']],
  ])('is refused with %s', (_name, body, paths) => {
    expect(wrong(body)).toEqual(paths);
  });

  it('needs no From address', () => {
    expect(wrong({ clientSecret: 's' })).toBeUndefined();
  });
});

describe('a shared profile', () => {
  const wrong = (policy: object) =>
    sharedProfileBody.safeParse({ ...least, name: 'desk', policy }).error?.issues.map(({ path }) => path.join('.'));

  it('is refused with a rule that is no regular expression', () => {
    expect(wrong({ allowedRecipients: [{ pattern: '[a-f0-9]+@example\\.com' }, { pattern: '(' }] })).toEqual([
      'policy.allowedRecipients.1.pattern',
    ]);
  });
});
