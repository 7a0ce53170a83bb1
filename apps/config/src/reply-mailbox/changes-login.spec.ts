import { imapSettings, type ImapSettings } from '@replyline/contracts';
import { describe, expect, it } from '@jest/globals';
import { changesLogin } from './changes-login.js';

const stored: ImapSettings = imapSettings.parse({
  kind: 'imap',
  enabled: true,
  host: 'imap.example.test',
  port: 993,
  encryption: 'implicit-tls',
  user: 'replies',
  replyToAddress: 'replies@example.test',
  trackingMode: 'address',
  pollIntervalSeconds: 180,
  senderProof: { kind: 'none' },
});

describe('the login of a mailbox', () => {
  it.each<[string, boolean, Partial<ImapSettings>, string | null | undefined]>([
    ['is the same when nothing is typed', false, {}, undefined],
    ['is the same when a blank keeps the password', false, {}, ' '],
    ['is the same when it is read less often', false, { pollIntervalSeconds: 600 }, ''],
    ['changes with the password', true, {}, 'new'],
    ['changes when the password is deleted', true, {}, null],
    ['changes with the host', true, { host: 'other.example.test' }, undefined],
    ['changes with the user', true, { user: 'other' }, undefined],
  ])('%s', (_name, changes, values, password) => {
    expect(changesLogin(stored, { values: { ...stored, ...values }, secrets: { password } })).toBe(changes);
  });

  it('is new with the first mailbox', () => {
    expect(changesLogin(undefined, { values: stored, secrets: {} })).toBe(true);
  });
});
