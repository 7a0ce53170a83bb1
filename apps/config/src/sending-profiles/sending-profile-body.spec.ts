import { describe, expect, it } from '@jest/globals';
import { sendingProfileBody, smtpSettingsOf } from './sending-profile-body.js';

const least = { host: 'smtp.example', encryption: 'none', fromAddress: 'bot@example.test' };
const wrongPaths = (body: object): string[] | undefined =>
  sendingProfileBody.safeParse({ ...least, ...body }).error?.issues.map(({ path }) => path.join('.'));

describe('a sending profile', () => {
  it.each([
    ['none', 25],
    ['starttls-optional', 587],
    ['starttls-required', 587],
    ['implicit-tls', 465],
  ] as const)('with encryption %s listens on port %i unless told', (encryption, port) => {
    expect(smtpSettingsOf(sendingProfileBody.parse({ ...least, encryption }))).toMatchObject({ port });
  });

  it('waits 30 seconds unless told, and keeps no secret among its settings', () => {
    const body = sendingProfileBody.parse({
      ...least,
      user: 'ann',
      password: 'x',
      passwordConfirmation: 'x',
      port: 2525,
    });
    expect(smtpSettingsOf(body)).toEqual({ ...least, kind: 'smtp', port: 2525, timeoutSeconds: 30, user: 'ann' });
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
