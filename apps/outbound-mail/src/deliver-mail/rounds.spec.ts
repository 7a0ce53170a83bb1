import { Logger } from '@nestjs/common';
import { describe, expect, it } from '@jest/globals';
import { Rounds } from './rounds.js';

Logger.overrideLogger(false);

/** Rounds that end when they are told to, in order. */
function manual() {
  const ends: ((error?: Error) => void)[] = [];
  const round = () =>
    new Promise<void>((resolve, reject) => ends.push((error) => (error === undefined ? resolve() : reject(error))));
  return { ends, rounds: new Rounds(round, new Logger()) };
}

const turn = () => new Promise((resume) => setImmediate(resume));

describe('rounds', () => {
  it('begin at once, and never two at a time', () => {
    const { ends, rounds } = manual();
    rounds.now();
    rounds.now();
    expect(ends).toHaveLength(1);
  });

  it('go on with one more, however often it was wanted meanwhile', async () => {
    const { ends, rounds } = manual();
    for (let times = 0; times < 3; times += 1) rounds.now();
    ends[0]!();
    await turn();
    ends[1]!();
    await turn();
    expect(ends).toHaveLength(2);
  });

  it('go on after one that failed when they are wanted again, and not before', async () => {
    const { ends, rounds } = manual();
    rounds.now();
    rounds.now();
    ends[0]!(new Error('no database'));
    await turn();
    expect(ends).toHaveLength(1);
    rounds.now();
    expect(ends).toHaveLength(2);
  });

  it('come soon where they are wanted soon', async () => {
    let done = 0;
    const begun = new Promise<void>((resolve) => {
      const rounds = new Rounds(() => Promise.resolve(void (done += 1)).then(resolve), new Logger());
      rounds.within(3_600_000);
      rounds.within(1);
      rounds.within(3_600_000);
    });
    await begun;
    expect(done).toBe(1);
  });

  it('end with the one that runs', async () => {
    const { ends, rounds } = manual();
    rounds.now();
    rounds.now();
    rounds.within(0);
    let isOver = false;
    const over = rounds.end().then(() => (isOver = true));
    await turn();
    expect([isOver, rounds.isOver]).toEqual([false, true]);
    ends[0]!();
    await over;
    rounds.now();
    expect(ends).toHaveLength(1);
  });
});
