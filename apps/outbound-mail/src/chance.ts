import { randomBytes, randomUUID } from 'node:crypto';

/** Everything that is left to chance, so that a test can decide it. */
export abstract class Chance {
  /** From 0 to 1. */
  abstract fraction(): number;
  abstract id(): string;
  /** 96 bits in hexadecimal, for a reply token. */
  abstract replyKey(): string;
}

const KEY_BYTES = 12;
/** Asking the system costs the same for one key as for so many. */
const AT_ONCE = 256;

/** Each piece of what the system gave is used once. */
function* replyKeys(): Generator<string, never> {
  for (;;) {
    const random = randomBytes(KEY_BYTES * AT_ONCE);
    for (let at = 0; at < random.length; at += KEY_BYTES) yield random.toString('hex', at, at + KEY_BYTES);
  }
}
const keys = replyKeys();

export const systemChance: Chance = {
  fraction: Math.random,
  id: randomUUID,
  replyKey: () => keys.next().value,
};
