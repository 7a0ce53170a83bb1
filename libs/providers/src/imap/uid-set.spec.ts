import { expect, it } from '@jest/globals';
import { uidSet } from './uid-set.js';

it.each([
  [[7], '7'],
  [[1, 2, 3], '1:3'],
  [[3, 1, 2, 9, 8, 12], '1:3,8:9,12'],
  [[5, 5, 7], '5,7'],
])('the UIDs %j are %s', (uids, set) => {
  expect(uidSet(uids)).toBe(set);
});
