import { builtInSettings, smtpSettings } from '@replyline/contracts';
import { describe, expect, it } from '@jest/globals';
import { hintsFor } from './sending-hints.js';

const least = {
  kind: 'smtp',
  host: 'smtp.example.test',
  port: 587,
  encryption: 'starttls-required',
  timeoutSeconds: 30,
  fromAddress: 'desk@example.test',
};
const paths = ({ policy, ...settings }: { readonly policy?: object }) =>
  hintsFor({
    settings: smtpSettings.parse({ ...least, ...settings }),
    ...(policy && { policy }),
    signedDomains: new Set(),
  }).map(({ path }) => path);

describe('a sending profile comes with hints', () => {
  it.each<[string, string[], Parameters<typeof paths>[0] & Record<string, unknown>]>([
    ['where there is nothing to say', [], { user: 'desk@example.test' }],
    ['to use a real address', ['fromAddress'], { fromAddress: 'noreply@example.test' }],
    ['that the server may insist on its own user', ['fromAddress'], { user: 'bot@example.test' }],
    ['that acting users are often refused', ['fromMode'], { user: 'bot', fromMode: 'acting-user' }],
    ['that a password may be seen on its way', ['encryption'], { user: 'bot', encryption: 'starttls-optional' }],
    ['that port 465 is for TLS from the first octet', ['port'], { port: 465 }],
    ['that port 587 is for STARTTLS', ['port'], { encryption: 'implicit-tls' }],
    ['to be cautious without a check of the certificate', ['verifyCertificate'], { verifyCertificate: false }],
    [
      'that the forced From should be that of the account',
      ['policy.forcedFrom'],
      { user: 'bot', policy: { forcedFrom: 'other@example.test' } },
    ],
  ])('%s', (_what, expected, settings) => {
    expect(paths(settings)).toEqual(expected);
  });

  it('about the default sender of the built-in server too', () => {
    const settings = builtInSettings.parse({
      kind: 'built-in',
      timeoutSeconds: 30,
      fromAddress: 'no-reply@example.test',
    });
    expect(hintsFor({ settings, signedDomains: new Set(['example.test']) })[0]?.text).toContain(
      'real working email address',
    );
  });

  it.each([
    ['the built-in server without a key for its sender', ['other.test'], 1],
    ['the built-in server with one', ['other.test', 'example.test'], 0],
  ])('about signing for %s', (_what, signed, count) => {
    const settings = builtInSettings.parse({ kind: 'built-in', timeoutSeconds: 30, fromAddress: 'desk@EXAMPLE.test' });
    const hints = hintsFor({ settings, signedDomains: new Set(signed) });
    expect(hints.filter(({ text }) => text.includes('DKIM'))).toHaveLength(count);
  });
});
