import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { check } from './properties.js';
import { fuzz, type Finding } from './run.js';

const KEPT = new URL('./kept/', import.meta.url);
const found = readdirSync(KEPT).filter((file) => file.endsWith('.json'));

describe('mail that nobody sends', () => {
  it.each([1, 2, 3])('is read without throwing, hanging or losing text (seed %i)', async (seed) => {
    expect(await fuzz(1_500, seed)).toBeUndefined();
  });

  it('is still read as it should be where a run found something once', async () => {
    for (const file of found) {
      const { input } = JSON.parse(readFileSync(new URL(file, KEPT), 'utf8')) as Finding;
      await check(input);
    }
  });
});
