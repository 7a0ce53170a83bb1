import { z } from 'zod';

const ring = z.string().describe('The environment variable that holds the ring');
const current = z.string().describe('The id of its first key, which seals');
const count = z.int().min(0);

export const rotationReport = z.object({
  rings: z.array(
    z.object({
      ring,
      current,
      resealed: count.describe('Secrets that are sealed with the first key now'),
      alreadyNewest: count,
      unopenable: count.describe(
        'Secrets whose key is gone, or which were changed: they have to be typed or linked again',
      ),
    }),
  ),
});
export type RotationReport = z.output<typeof rotationReport>;

export const keysInUse = z.object({
  rings: z.array(
    z.object({
      ring,
      current,
      keys: z.array(
        z.object({
          id: z.string(),
          secrets: count.describe('How many are sealed with it'),
          isKnown: z.boolean().describe('Whether the ring has it; a secret of a key that is gone cannot be opened'),
        }),
      ),
    }),
  ),
});
export type KeysInUse = z.output<typeof keysInUse>;
