import { describe, expect, it } from '@jest/globals';
import type { ReplyMailboxOf } from '@replyline/contracts';
import { addressing, purposeOf } from './addressing.js';

const mailbox: ReplyMailboxOf<'imap'> = {
  kind: 'imap',
  revision: 1,
  enabled: true,
  host: 'imap.example.test',
  port: 993,
  encryption: 'implicit-tls',
  verifyCertificate: true,
  user: 'replies',
  replyToAddress: 'replies@answers.test',
  trackingMode: 'address',
  pollIntervalSeconds: 180,
  senderProof: { kind: 'none' },
};
const byMessageId: ReplyMailboxOf<'imap'> = { ...mailbox, trackingMode: 'message-id' };
const token = 'a'.repeat(40);
const base = { kind: 'mention', token, threadId: 't', fromAddress: 'desk@example.test' } as const;

describe('where a token goes', () => {
  it('in address mode: Reply-To, the reverse-path, Message-ID and References', () => {
    expect(addressing({ ...base, mailbox })).toEqual({
      messageId: `${token}@answers.test`,
      references: ['thread-t@answers.test', `${token}@answers.test`],
      autoSubmitted: 'auto-generated',
      replyTo: `replies+${token}@answers.test`,
      reversePath: `replies+${token}@answers.test`,
    });
  });

  it('in message-id mode: Message-ID and References; the addresses are bare', () => {
    expect(addressing({ ...base, mailbox: byMessageId })).toMatchObject({
      messageId: `${token}@answers.test`,
      replyTo: 'replies@answers.test',
      reversePath: 'replies@answers.test',
    });
  });

  it('without replies: Message-ID in the domain of the sender, to whom reports go', () => {
    const addressed = addressing(base);
    expect(addressed.messageId).toBe(`${token}@example.test`);
    expect(addressed).not.toHaveProperty('replyTo');
    expect(addressed).not.toHaveProperty('reversePath');
  });

  it.each(['reply-rejected', 'reply-held'] as const)(
    'a %s notice invites no answer and is a reply of a machine, but an answer to it is recognised',
    (kind) => {
      expect(addressing({ ...base, kind, mailbox })).toEqual({
        messageId: `${token}@answers.test`,
        references: ['thread-t@answers.test', `${token}@answers.test`],
        reversePath: null,
        autoSubmitted: 'auto-replied',
      });
    },
  );
});

describe('what an answer will mean', () => {
  it.each([
    ['mention', mailbox, 'reply'],
    ['mention', undefined, 'no-reply'],
    ['assignment', mailbox, 'no-reply'],
    ['reply-rejected', mailbox, 'no-reply'],
    ['reply-held', mailbox, 'no-reply'],
  ] as const)('to a %s', (kind, read, purpose) => {
    expect(purposeOf(kind, read)).toBe(purpose);
  });
});
