import { randomBytes, randomUUID } from 'node:crypto';

/** Everything that is left to chance, so that a test can decide it. */
export abstract class Chance {
  /** From 0 to 1. */
  abstract fraction(): number;
  abstract id(): string;
  /** 96 bits in hexadecimal, for a reply token. */
  abstract replyKey(): string;
}

export const systemChance: Chance = {
  fraction: Math.random,
  id: randomUUID,
  replyKey: () => randomBytes(12).toString('hex'),
};
