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

it('those who ask at the same time are done together, and so are those who come meanwhile', async () => {
  const { goes, together } = recording(doubled);
  const first = Promise.all([1, 2].map((item) => together.do(item)));
  await Promise.resolve();
  expect(await Promise.all([3, 4].map((item) => together.do(item)))).toEqual([6, 8]);
  expect(await first).toEqual([2, 4]);
  expect(goes).toEqual([
    [1, 2],
    [3, 4],
  ]);
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
  expect(goes.map((items) => items.length)).toEqual([200, 200, 100]);
});
