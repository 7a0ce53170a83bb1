import { describe, expect, it } from '@jest/globals';
import { whoRead } from './who-read-it.js';

const SINCE = new Date('2026-11-21T12:00:00Z');
const EARLIER = new Date('2026-11-21T11:59:59Z');

describe('a mail that the cursor has not passed', () => {
  it.each<[string, string, boolean, Date, string[]]>([
    ['unread and new', 'nobody', false, SINCE, []],
    ['unread, from before the first look', 'nobody', false, EARLIER, []],
    ['stored, and not marked yet', 'us', false, SINCE, ['7']],
    ['read before the first look', 'before-us', true, EARLIER, []],
    ['read and stored', 'us', true, SINCE, ['7']],
    ['read and old and stored', 'us', true, EARLIER, ['7']],
    ['read since, and not stored', 'somebody-else', true, SINCE, ['8']],
  ])('%s was read by %s', (_name, reader, isSeen, receivedAt, ids) => {
    expect(whoRead({ id: '7', sizeBytes: 1, isSeen, receivedAt }, { since: SINCE, ids: new Set(ids) })).toBe(reader);
  });
});
