import { describe, expect, it } from '@jest/globals';
import { mailboxKey } from './mailbox-key.js';

describe('the key of a mailbox', () => {
  const key = mailboxKey({ host: 'mail.example.test', user: 'replies' });

  it('is the same however the server is written, and shows neither', () => {
    expect(mailboxKey({ host: 'MAIL.example.test', user: 'Replies' })).toBe(key);
    expect(key).toMatch(/^imap-[0-9a-f]{24}$/);
  });

  it('is another one for another user or server', () => {
    expect(mailboxKey({ host: 'mail.example.test', user: 'other' })).not.toBe(key);
    expect(mailboxKey({ host: 'other.example.test', user: 'replies' })).not.toBe(key);
  });
});
