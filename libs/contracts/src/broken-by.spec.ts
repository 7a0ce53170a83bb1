import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { brokenBy } from './broken-by.js';

const schema = z.strictObject({ name: z.string().max(3), list: z.array(z.uuid()) });
const broken = (value: unknown) => brokenBy(schema.safeParse(value).error!);

describe('what breaks a schema', () => {
  it('is said with its reason, without names and values that somebody made up', () => {
    const said = broken({ name: 'canary', list: [], 'canary@example.test': 1 });
    expect(said).toEqual({
      paths: 'name, (whole)',
      why: 'name: must have at most 3 characters; (whole): has fields that are unknown here',
    });
  });

  it('is short, however much of it there is', () => {
    const { paths, why } = broken({ name: 'a', list: Array.from({ length: 100 }, () => 'x') });
    expect(paths.split(', ')).toHaveLength(20);
    expect(why.split('; ')).toHaveLength(20);
  });
});
