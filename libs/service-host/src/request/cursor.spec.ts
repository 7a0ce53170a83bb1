import { randomUUID } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { cursorTo, timeCursor, writeCursor } from './cursor.js';

const AT = '2026-11-20T12:00:00.123Z';
const nameCursor = cursorTo(z.strictObject({ name: z.string() }));

describe('a cursor', () => {
  it('reads back what was written', () => {
    const place = { at: new Date(AT), id: randomUUID() };
    expect(timeCursor.parse(writeCursor(place))).toEqual(place);
    expect(nameCursor.parse(writeCursor({ name: 'ann' }))).toEqual({ name: 'ann' });
  });

  it.each([
    ['nothing', ''],
    ['noise', '%%%'],
    ['another text', Buffer.from('a b').toString('base64url')],
    ['null', Buffer.from('null').toString('base64url')],
    ['a time that is none', writeCursor({ at: 'yesterday', id: randomUUID() })],
    ['a day that is none', writeCursor({ at: '2026-02-30T12:00:00Z', id: randomUUID() })],
    ['a time without an id', writeCursor({ at: AT })],
    ['an id that is none', writeCursor({ at: AT, id: 'ann' })],
    ['of another list', writeCursor({ name: 'ann' })],
    ['too much', writeCursor({ at: AT, id: randomUUID(), more: 1 })],
    ['too long', 'a'.repeat(201)],
  ])('is refused when it is %s', (_what, text) => {
    expect(timeCursor.safeParse(text).success).toBe(false);
  });
});
