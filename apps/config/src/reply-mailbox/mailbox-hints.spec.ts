import type { MailboxSettings } from '@replyline/contracts';
import { describe, expect, it } from '@jest/globals';
import { hintsFor } from './mailbox-hints.js';

const common = {
  enabled: false,
  replyToAddress: 'replies@example.test',
  pollIntervalSeconds: 180,
  senderProof: { kind: 'none' },
} as const;
const imap: MailboxSettings = {
  ...common,
  kind: 'imap',
  host: 'imap.example.test',
  port: 993,
  encryption: 'implicit-tls',
  verifyCertificate: true,
  user: 'replies',
  trackingMode: 'address',
};
const graph: MailboxSettings = {
  ...common,
  kind: 'microsoft-graph',
  cloud: 'global',
  tenantId: 'example.test',
  clientId: '00000000-0000-4000-8000-000000000000',
  trackingMode: 'message-id',
};

describe('a reply mailbox comes with hints', () => {
  it.each<[string, MailboxSettings, string | undefined, RegExp[]]>([
    ['of IMAP by address', imap, undefined, [/personal email account/, /only unread/, /"recipient not found"/]],
    [
      'of IMAP by Message-ID',
      { ...imap, trackingMode: 'message-id' },
      undefined,
      [/personal email account/, /only unread/],
    ],
    [
      'that mail is also sent with',
      { ...imap, trackingMode: 'message-id' },
      'Replies',
      [/personal/, /only unread/, /the same account/],
    ],
    [
      'of Microsoft',
      graph,
      'bot@example.test',
      [/personal/, /"Mark as Read" .*"Don't automatically mark items as read"/],
    ],
    ['of Microsoft that mail is also sent with', graph, 'replies@example.test', [/personal/, /Mark as Read/, /same/]],
  ])('%s', (_name, mailbox, sendingUser, texts) => {
    expect(hintsFor(mailbox, sendingUser).map(({ text }) => text)).toEqual(
      texts.map((text) => expect.stringMatching(text)),
    );
  });
});
