import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { timeCursor } from './cursor.js';
import { cutPage, pageQuery } from './page.js';

const query = z.object(pageQuery(timeCursor));

describe('the query of a list', () => {
  it('asks for the first fifty unless told', () => {
    expect(query.parse({})).toEqual({ limit: 50 });
  });

  it.each([
    ['limit', { limit: '0' }],
    ['limit', { limit: '201' }],
    ['limit', { limit: 'all' }],
    ['cursor', { cursor: 'tomorrow' }],
  ])('is refused by its %s in %j', (path, asked) => {
    expect(query.safeParse(asked).error?.issues.map((issue) => issue.path)).toEqual([[path]]);
  });
});

describe('a page', () => {
  it.each([
    ['nothing', [], { items: [], next: null }],
    ['less than a page', [1], { items: [1], next: null }],
    ['a page and no more', [1, 2], { items: [1, 2], next: null }],
    ['more than a page', [1, 2, 3], { items: [1, 2], next: 'after 2' }],
  ])('of %s', (_what, found, page) => {
    expect(cutPage(found, 2, (last) => `after ${last}`)).toEqual(page);
  });
});
