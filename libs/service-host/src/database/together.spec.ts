import { expect, it } from '@jest/globals';
import { Together } from './together.js';

function recording(work: (items: readonly number[]) => Promise<readonly number[]>) {
  const goes: (readonly number[])[] = [];
  const together = new Together<number, number>((items) => {
    goes.push(items);
    return work(items);
  });
  return { goes, together };
}
const doubled = (items: readonly number[]) => Promise.resolve(items.map((item) => item * 2));

it('one alone is done at once, and those who come meanwhile together', async () => {
  const { goes, together } = recording(doubled);
  expect(await Promise.all([1, 2, 3].map((item) => together.do(item)))).toEqual([2, 4, 6]);
  expect(goes).toEqual([[1], [2, 3]]);
  expect(await together.do(4)).toBe(8);
});

it('the one that is to blame fails alone', async () => {
  const { together } = recording((items) => (items.includes(3) ? Promise.reject(new Error('three')) : doubled(items)));
  const all = await Promise.allSettled([1, 2, 3, 4].map((item) => together.do(item)));
  expect(all.map((it) => (it.status === 'fulfilled' ? it.value : (it.reason as Error).message))).toEqual([
    2,
    4,
    'three',
    8,
  ]);
});

it('a long line is done in parts', async () => {
  const { goes, together } = recording(doubled);
  await Promise.all(Array.from({ length: 500 }, (_, item) => together.do(item)));
  expect(goes.map((items) => items.length)).toEqual([1, 200, 200, 99]);
});
