import { expect, it } from '@jest/globals';
import { Turns } from './turns.js';

const never = new AbortController().signal;
const settled = () => new Promise((resume) => setImmediate(resume));

/** Who was let in, in order, and how to let him go. */
function letIn(turns: Turns) {
  const inside = new Map<string, () => void>();
  const come = (name: string, size: number, { signal = never, lane = 1 } = {}) =>
    void turns.take(size, lane, signal).then(
      (done) => inside.set(name, done),
      () => inside.set(`${name} left`, () => undefined),
    );
  return { inside, come };
}

it('lets in as much as there is room for, and the next one when there is room again', async () => {
  const { inside, come } = letIn(new Turns(10));
  come('a', 6);
  come('b', 4);
  come('c', 1);
  await settled();
  expect([...inside.keys()]).toEqual(['a', 'b']);
  inside.get('b')!();
  await settled();
  expect([...inside.keys()]).toEqual(['a', 'b', 'c']);
});

it('keeps the order, so that a large one comes in at all', async () => {
  const { inside, come } = letIn(new Turns(10));
  come('a', 6);
  come('large', 9);
  come('small', 1);
  await settled();
  expect([...inside.keys()]).toEqual(['a']);
  inside.get('a')!();
  await settled();
  expect([...inside.keys()]).toEqual(['a', 'large', 'small']);
});

it('lets in first what is more urgent, and keeps the order of what is equally urgent', async () => {
  const { inside, come } = letIn(new Turns(10));
  come('a', 10);
  come('bulk', 10, { lane: 2 });
  come('normal', 10);
  come('normal too', 10);
  come('urgent', 10, { lane: 0 });
  const order = ['a', 'urgent', 'normal', 'normal too', 'bulk'];
  for (const name of order) {
    await settled();
    expect([...inside.keys()].at(-1)).toBe(name);
    inside.get(name)!();
  }
});

it('lets in alone what is larger than the room', async () => {
  const { inside, come } = letIn(new Turns(10));
  come('huge', 99);
  come('next', 1);
  await settled();
  expect([...inside.keys()]).toEqual(['huge']);
});

it('gives room back once, however often it is told', async () => {
  const { inside, come } = letIn(new Turns(10));
  come('a', 10);
  await settled();
  inside.get('a')!();
  inside.get('a')!();
  come('b', 10);
  come('c', 10);
  await settled();
  expect([...inside.keys()]).toEqual(['a', 'b']);
});

it('does not keep who gives up waiting, nor those behind him', async () => {
  const { inside, come } = letIn(new Turns(10));
  const tired = new AbortController();
  come('a', 5);
  come('b', 9, { signal: tired.signal });
  come('c', 5);
  tired.abort();
  await settled();
  expect([...inside.keys()].sort()).toEqual(['a', 'b left', 'c']);
});
