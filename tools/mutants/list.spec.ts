import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';
import { MUTANTS } from './list.mjs';
import { mutated } from './mutation.mjs';

interface Mutant {
  readonly name: string;
  readonly guarantee: string;
  readonly file: string;
  readonly test: { readonly file: string };
}

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const ALL = MUTANTS as readonly Mutant[];

describe('a mutant', () => {
  it.each(ALL.map((mutant) => [mutant.name, mutant] as const))('%s has its place and its test', (_name, mutant) => {
    const text = readFileSync(`${ROOT}${mutant.file}`, 'utf8');
    expect(mutated(text, mutant)).not.toBe(text);
    expect(existsSync(`${ROOT}${mutant.test.file}`)).toBe(true);
  });

  it('has a name of its own', () => {
    expect(new Set(ALL.map(({ name }) => name)).size).toBe(ALL.length);
  });

  it.each(['G1', 'G2', 'G3', 'G4', 'G5', 'G7', 'G8', 'G9', 'G10'])('is there for %s', (guarantee) => {
    expect(ALL.filter((mutant) => mutant.guarantee === guarantee).length).toBeGreaterThan(1);
  });
});
