import { expect, it } from '@jest/globals';
import { inChunks, inTurns } from './in-turns.js';

const busyFor = (ms: number) => {
  const end = performance.now() + ms;
  while (performance.now() < end);
};
/** How often something else came to its turn. */
function others() {
  let turns = 0;
  const timer = setInterval(() => (turns += 1), 1);
  return () => (clearInterval(timer), turns);
}
function* long(steps: number): Generator<void, string> {
  for (let step = 0; step < steps; step += 1) yield busyFor(10);
  return 'done';
}
const chunksOf = async (items: Iterable<string>, mostBytes?: number) => {
  const chunks: string[][] = [];
  for await (const chunk of inChunks(items, ({ length }) => length, mostBytes)) chunks.push(chunk);
  return chunks;
};

it('long work lets others work in between', async () => {
  const turns = others();
  expect(await inTurns(long(20))).toBe('done');
  expect(turns()).toBeGreaterThan(3);
});

it('a chunk has no more than fits, and an item that is larger is one of its own', async () => {
  expect(await chunksOf(['aa', 'bb', 'cccccc', 'd'], 4)).toEqual([['aa', 'bb'], ['cccccc'], ['d']]);
  expect(await chunksOf([])).toEqual([]);
});

it('what takes long to make is made in turns, also within a chunk', async () => {
  const turns = others();
  function* slowly() {
    for (let step = 0; step < 20; step += 1) yield (busyFor(10), 'a');
  }
  expect(await chunksOf(slowly())).toHaveLength(1);
  expect(turns()).toBeGreaterThan(3);
});
