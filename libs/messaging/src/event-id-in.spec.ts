import { describe, expect, it } from '@jest/globals';
import { eventIdIn } from './event-id-in.js';

describe('the id of an event that could not be handled', () => {
  it.each<[string, string | null]>([
    ['{"id":"a-1","data":7}', 'a-1'],
    ['{"id":"a\\u0000b"}', 'ab'],
    ['{"id":7}', null],
    ['{"id":""}', null],
    [`{"id":"${'a'.repeat(256)}"}`, null],
    ['{}', null],
    ['null', null],
    ['[]', null],
    ['not JSON', null],
    ['', null],
  ])('in %s is %j', (body, id) => {
    expect(eventIdIn(new TextEncoder().encode(body))).toBe(id);
  });
});
