import { randomUUID } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { cursor, writeCursor } from './cursor.js';

describe('a cursor', () => {
  it('reads back what was written', () => {
    const at = { createdAt: new Date('2026-11-20T12:00:00.123Z'), id: randomUUID() };
    expect(cursor.parse(writeCursor(at))).toEqual(at);
  });

  it.each([
    ['nothing', ''],
    ['noise', '%%%'],
    ['another text', Buffer.from('a b').toString('base64url')],
    ['a time that is none', Buffer.from(`yesterday ${randomUUID()}`).toString('base64url')],
    ['a time without an id', Buffer.from('2026-11-20T12:00:00.123Z').toString('base64url')],
  ])('is refused when it is %s', (_what, text) => {
    expect(cursor.safeParse(text).success).toBe(false);
  });
});
