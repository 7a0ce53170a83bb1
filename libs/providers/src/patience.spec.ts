import { setFlagsFromString } from 'node:v8';
import { setTimeout as pause } from 'node:timers/promises';
import { runInNewContext } from 'node:vm';
import { describe, expect, it } from '@jest/globals';
import { patience, within } from './patience.js';

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

/** How many of a hundred signals are heard, when nobody refers to them but their listeners. */
async function heardOf(make: () => AbortSignal): Promise<number> {
  let heard = 0;
  for (let n = 0; n < 100; n++) make().addEventListener('abort', () => heard++);
  for (let n = 0; n < 4; n++) {
    collectGarbage();
    await pause(10);
  }
  await pause(200);
  return heard;
}

describe('a timeout outlives the garbage collector', () => {
  it('alone', async () => {
    expect(await heardOf(() => patience(100))).toBe(100);
  });

  it('beside another signal', async () => {
    expect(await heardOf(() => within(new AbortController().signal, 100))).toBe(100);
  });

  it('in a signal made of it', async () => {
    const other = new AbortController().signal;
    expect(await heardOf(() => AbortSignal.any([other, within(other, 100)]))).toBe(100);
  });
});

it('the other signal ends it too, and is no timeout', () => {
  const other = new AbortController();
  const signal = within(other.signal, 60_000);
  other.abort(new Error('called off'));
  expect(signal.reason).toEqual(new Error('called off'));
});
