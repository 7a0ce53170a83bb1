import fc from 'fast-check';
import { check, inputs, type Input } from './properties.js';

export interface Finding {
  readonly seed: number;
  readonly path: string;
  readonly input: Input;
  readonly error: string;
}

/** So many mails by one seed. What is found is the smallest mail that fast-check can make of it. */
export async function fuzz(runs: number, seed: number): Promise<Finding | undefined> {
  const result = await fc.check(fc.asyncProperty(inputs, check), { numRuns: runs, seed });
  if (!result.failed) return undefined;
  const [input] = result.counterexample ?? [];
  const error = (result.errorInstance as Error | null)?.message ?? 'it failed';
  return { seed, path: result.counterexamplePath ?? '', input: input!, error };
}
