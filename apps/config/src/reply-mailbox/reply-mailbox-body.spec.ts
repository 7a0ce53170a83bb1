import { describe, expect, it } from '@jest/globals';
import { imapSettingsOf, replyMailboxBody } from './reply-mailbox-body.js';

const least = {
  host: 'imap.example',
  encryption: 'none',
  user: 'replies',
  replyToAddress: 'replies@example.test',
  trackingMode: 'address',
};
const settings = (body: object) => imapSettingsOf(replyMailboxBody.parse({ ...least, ...body }));
const tooLong = 'a-very-long-service-account@example.test';

describe('a reply mailbox', () => {
  it('is off, read every three minutes and trusts nobody unless told', () => {
    expect(settings({})).toEqual({
      ...least,
      kind: 'imap',
      enabled: false,
      port: 143,
      pollIntervalSeconds: 180,
      senderProof: { kind: 'none' },
    });
  });

  it.each([
    ['none', 143],
    ['starttls-optional', 143],
    ['starttls-required', 143],
    ['implicit-tls', 993],
  ] as const)('with encryption %s listens on port %i unless told', (encryption, port) => {
    expect(settings({ encryption })).toMatchObject({ port });
  });

  it.each([
    ['too long', tooLong],
    ['a subaddress already', 'replies+x@example.test'],
  ])('refuses an address that is %s for a token', (_name, replyToAddress) => {
    expect(() => settings({ replyToAddress })).toThrow(expect.objectContaining({ code: 'intent.address_unusable' }));
  });

  it('takes any address in message-id mode, where it carries no token', () => {
    expect(settings({ replyToAddress: tooLong, trackingMode: 'message-id' })).toMatchObject({
      replyToAddress: tooLong,
    });
  });

  it.each([
    ['a mask', { password: '••••••••' }, ['password']],
    ['no user', { user: undefined }, ['user']],
    ['no tracking mode', { trackingMode: undefined }, ['trackingMode']],
    ['an unknown proof', { senderProof: { kind: 'hope' } }, ['senderProof.kind']],
    ['a poll every second', { pollIntervalSeconds: 1 }, ['pollIntervalSeconds']],
  ])('is refused with %s', (_name, body, paths) => {
    const { error } = replyMailboxBody.safeParse({ ...least, ...body });
    expect(error?.issues.map(({ path }) => path.join('.'))).toEqual(paths);
  });
});
