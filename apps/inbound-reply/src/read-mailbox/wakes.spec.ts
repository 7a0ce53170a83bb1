import { beforeEach, describe, expect, it } from '@jest/globals';
import { Wakes } from './wakes.js';

let wakes: Wakes;
let woken: string[];

beforeEach(() => {
  wakes = new Wakes();
  woken = [];
});

/** A reader that has begun, and what ends it. */
function reader(name: string, mailbox = 'one') {
  let end!: () => void;
  let setWake!: (wake: () => void) => void;
  const over = new Promise<void>((resolve) => (end = resolve));
  const done = wakes.during(mailbox, (onWaking) => ((setWake = onWaking), over));
  const visits = (visit: number) => setWake(() => void woken.push(`${name} ${visit}`));
  return { visits, end: () => (end(), done) };
}

describe('a mailbox', () => {
  it('has its reader woken in the visit in hand, and no other one', () => {
    const [one, other] = [reader('a'), reader('b', 'other')];
    [1, 2].forEach((visit) => one.visits(visit));
    other.visits(1);
    wakes.wake('one');
    expect(woken).toEqual(['a 2']);
  });

  it('has nobody woken once its reader ended, however it did', async () => {
    const one = reader('a');
    one.visits(1);
    await one.end();
    const failing = wakes.during('one', async (onWaking) => {
      onWaking(() => void woken.push('failed'));
      throw new Error('lease lost');
    });
    await expect(failing).rejects.toThrow('lease lost');
    wakes.wake('one');
    expect(woken).toEqual([]);
  });

  it.each([['while the one before ends'], ['that never visited']])(
    'keeps the reader that took over %s',
    async (when) => {
      const before = reader('before');
      if (when !== 'that never visited') before.visits(1);
      reader('after').visits(1);
      await before.end();
      wakes.wake('one');
      expect(woken).toEqual(['after 1']);
    },
  );
});
