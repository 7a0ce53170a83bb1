import { describe, expect, it } from '@jest/globals';
import { replyMailboxBody } from './reply-mailbox-body.js';
import { typedSettings } from './typed-settings.js';

const least = {
  host: 'imap.example',
  encryption: 'none',
  user: 'replies',
  replyToAddress: 'replies@example.test',
  trackingMode: 'address',
};
const [ID, ADDRESS] = ['7b0c9a5e-3a55-4a1e-9f6e-0d8f6a1b2c3d', 'robot@example.test'];
const graph = { kind: 'microsoft-graph', tenantId: 'example.test', clientId: ID, replyToAddress: ADDRESS };
const exchange = { kind: 'microsoft-exchange', accountId: ID, replyToAddress: ADDRESS };
const tooLong = 'a-very-long-service-account@example.test';

const typed = (body: object) => typedSettings(replyMailboxBody.parse(body), () => Promise.resolve(ADDRESS));
const settings = async (body: object) => (await typed({ ...least, ...body })).values;

describe('a reply mailbox', () => {
  it('is off, read every three minutes, archived on Sundays for 30 days, and trusts nobody unless told', async () => {
    expect(await settings({})).toEqual({
      ...least,
      kind: 'imap',
      enabled: false,
      verifyCertificate: true,
      port: 143,
      pollIntervalSeconds: 180,
      archive: { day: 'sunday', timeZone: 'UTC', retentionDays: 30 },
      senderProof: { kind: 'none' },
    });
  });

  it('is not archived when told so', async () => {
    expect(await settings({ archive: null })).not.toHaveProperty('archive');
  });

  it.each([
    ['none', 143],
    ['starttls-optional', 143],
    ['starttls-required', 143],
    ['implicit-tls', 993],
  ] as const)('with encryption %s listens on port %i unless told', async (encryption, port) => {
    expect(await settings({ encryption })).toMatchObject({ port });
  });

  it.each([
    ['too long', tooLong],
    ['a subaddress already', 'replies+x@example.test'],
  ])('refuses an address that is %s for a token', async (_name, replyToAddress) => {
    await expect(settings({ replyToAddress })).rejects.toMatchObject({ code: 'intent.address_unusable' });
  });

  it('takes any address in message-id mode, where it carries no token', async () => {
    expect(await settings({ replyToAddress: tooLong, trackingMode: 'message-id' })).toMatchObject({
      replyToAddress: tooLong,
    });
  });

  it.each([
    ['a mask', { password: '••••••••' }, ['password']],
    ['another confirmation', { password: 'a', passwordConfirmation: 'b' }, ['passwordConfirmation']],
    ['no user', { user: undefined }, ['user']],
    ['no tracking mode', { trackingMode: undefined }, ['trackingMode']],
    ['the proof of Exchange on another server', { senderProof: { kind: 'exchange-online' } }, ['senderProof.kind']],
    ['an unknown proof', { senderProof: { kind: 'hope' } }, ['senderProof.kind']],
    ['a poll every second', { pollIntervalSeconds: 1 }, ['pollIntervalSeconds']],
    ['an archive for no day', { archive: { retentionDays: 0 } }, ['archive.retentionDays']],
    ['an unknown kind', { kind: 'carrier-pigeon' }, ['kind']],
  ])('is refused with %s', (_name, body, paths) => {
    const { error } = replyMailboxBody.safeParse({ ...least, ...body });
    expect(error?.issues.map(({ path }) => path.join('.'))).toEqual(paths);
  });
});

describe('a reply mailbox of Microsoft', () => {
  it('read as an application has its tracking mode preset and keeps its secret apart', async () => {
    expect(await typed({ ...graph, clientSecret: 's3cret' })).toEqual({
      values: {
        ...graph,
        cloud: 'global',
        trackingMode: 'message-id',
        enabled: false,
        pollIntervalSeconds: 180,
        senderProof: { kind: 'exchange-online' },
      },
      secrets: { clientSecret: 's3cret' },
    });
  });

  it('read as a person has the address of the linked account for its user', async () => {
    expect(await typed(exchange)).toMatchObject({
      values: { user: ADDRESS, host: 'outlook.office365.com', port: 993, encryption: 'implicit-tls' },
      secrets: {},
    });
  });

  it.each([graph, exchange])('may say what is fixed anyway', async (body) => {
    const { values } = await typed({ ...body, trackingMode: 'message-id', archive: null });
    expect(values).toMatchObject({ trackingMode: 'message-id' });
    expect(values).not.toHaveProperty('archive');
  });

  it.each([
    ['another tracking mode', { trackingMode: 'address' }, 'trackingMode', /^is fixed to message-id/],
    ['an archive', { archive: { day: 'sunday' } }, 'archive', /^is for IMAP alone/],
  ])('is refused with %s, and the reason', (_name, body, path, message) => {
    for (const base of [graph, exchange]) {
      const { error } = replyMailboxBody.safeParse({ ...base, ...body });
      expect(error?.issues).toMatchObject([{ path: [path], message: expect.stringMatching(message) }]);
    }
  });
});
