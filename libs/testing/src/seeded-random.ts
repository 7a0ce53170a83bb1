/** Chance that repeats itself: the same seed gives the same choices, so that a failed run can be run again. */
export interface SeededRandom {
  /** From 0 to less than 1, like `Math.random`. */
  readonly next: () => number;
  /** A whole number from 0 to less than `below`. */
  readonly below: (below: number) => number;
  readonly pick: <T>(choices: readonly [T, ...T[]]) => T;
  readonly bytes: (count: number) => Buffer;
}

export function seededRandom(seed: number): SeededRandom {
  const next = mulberry32(seed);
  const below = (limit: number) => Math.floor(next() * limit);
  return {
    next,
    below,
    pick: (choices) => choices[below(choices.length)] ?? choices[0],
    bytes: (count) => Buffer.from(Array.from({ length: count }, () => below(256))),
  };
}

/** Tommy Ettinger's mulberry32 (public domain): 32 bits of state are plenty for choosing where to cut a cable. */
function mulberry32(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
