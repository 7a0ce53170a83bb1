import { randomUUID } from 'node:crypto';
import { SendingProfileDocument } from '@replyline/contracts';
import { describe, expect, it } from '@jest/globals';
import { keepsSentMail, sentFolderOf } from './sent-folder-of.js';

const COMMON = { id: 'system', revision: 1, timeoutSeconds: 5, fromAddress: 'alice@example.test' };
const incoming = { host: 'imap.example.test', port: 993, encryption: 'implicit-tls', user: 'alice' };
const linked = { kind: 'microsoft-exchange', accountId: randomUUID(), user: 'alice@contoso.test' };
const smtp = { kind: 'smtp', host: 'smtp.example.test', port: 587, encryption: 'starttls-required' };
const profileOf = (settings: object) => SendingProfileDocument.schema.parse({ ...COMMON, ...settings });

describe('what went through a profile is looked for', () => {
  it.each([
    ['in the mailbox that is read first', { ...smtp, incoming: { ...incoming, protocol: 'imap' } }, incoming],
    [
      'in the mailbox of a linked account',
      linked,
      { host: 'outlook.office365.com', port: 993, encryption: 'implicit-tls', user: 'alice@contoso.test' },
    ],
  ])('%s', (_where, settings, server) => {
    expect(sentFolderOf(profileOf(settings))).toEqual(server);
    expect(keepsSentMail(profileOf(settings))).toBe(true);
  });

  it.each([
    ['a mailbox that is read by POP3', { ...smtp, incoming: { ...incoming, protocol: 'pop3' } }],
    ['a server without a mailbox', smtp],
    ['another server of a linked account', { ...linked, host: 'smtp.example.test' }],
    ['the built-in server', { kind: 'built-in' }],
  ])('not behind %s', (_where, settings) => {
    expect(keepsSentMail(profileOf(settings))).toBe(false);
  });

  it('with Graph, which needs no other server', () => {
    const graph = {
      kind: 'microsoft-graph',
      tenantId: 'contoso.test',
      clientId: randomUUID(),
      mailbox: 'a@contoso.test',
    };
    expect([keepsSentMail(profileOf(graph)), sentFolderOf(profileOf(graph))]).toEqual([true, undefined]);
  });
});
