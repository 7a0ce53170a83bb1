import { setFlagsFromString } from 'node:v8';
import { setTimeout as pause } from 'node:timers/promises';
import { runInNewContext } from 'node:vm';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { patience, within } from './patience.js';

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

const other = new AbortController().signal;
const MAKES = {
  alone: (ms: number) => patience(ms),
  'beside another signal': (ms: number) => within(new AbortController().signal, ms),
  'in a signal made of it': (ms: number) => AbortSignal.any([other, within(other, ms)]),
};
/** Makes a hundred of each, to which nobody refers but their listeners, and collects what may be collected. */
async function make(ms: number): Promise<ReadonlyMap<string, number>> {
  const heard = new Map(Object.keys(MAKES).map((name) => [name, 0]));
  for (const [name, one] of Object.entries(MAKES)) {
    for (let n = 0; n < 100; n++) one(ms).addEventListener('abort', () => heard.set(name, heard.get(name)! + 1));
  }
  for (let n = 0; n < 2; n++) {
    await pause(10);
    collectGarbage();
  }
  return heard;
}

describe('a timeout outlives the garbage collector', () => {
  let heard: ReadonlyMap<string, number>;

  beforeAll(async () => {
    for (let ms = 500; ; ms *= 2) {
      const began = performance.now();
      heard = await make(ms);
      const tookMs = performance.now() - began;
      // The heap of a worker that has run many tests is large: a timeout that fires meanwhile shows nothing.
      if (tookMs < ms) return pause(2 * ms - tookMs);
    }
  });

  it.each(Object.keys(MAKES))('%s', (name) => {
    expect(heard.get(name)).toBe(100);
  });
});

it('the other signal ends it too, and is no timeout', () => {
  const other = new AbortController();
  const signal = within(other.signal, 60_000);
  other.abort(new Error('called off'));
  expect(signal.reason).toEqual(new Error('called off'));
});
