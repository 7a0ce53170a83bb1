import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { wrongPaths } from './invalid-request.js';

const profile = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('smtp').optional(), host: z.string() }),
  z.strictObject({ kind: z.literal('built-in'), encryption: z.enum(['none', 'implicit-tls']) }),
]);
const schema = z.strictObject({
  profile,
  since: z.iso.datetime().optional(),
  owner: z.uuid().optional(),
  to: z.union([z.strictObject({ role: z.string() }), z.strictObject({ group: z.string() })]).optional(),
  name: z.string().regex(/^a/, 'does not begin with an a').optional(),
  limit: z.number().min(1).max(200).optional(),
  members: z.array(z.string()).max(1).optional(),
  isDryRun: z.enum(['true', 'false', '']).optional(),
});

describe('what a schema refuses', () => {
  it.each([
    ['is missing', { profile: {} }, 'profile.host', 'is missing'],
    [
      'is no option',
      { profile: { kind: 'built-in', encryption: 'tls' } },
      'profile.encryption',
      'must be one of none, implicit-tls',
    ],
    ['may be nothing, too', { profile: { host: 'h' }, isDryRun: 'maybe' }, 'isDryRun', 'must be one of true, false'],
    ['is no kind', { profile: { kind: 'smpt' } }, 'profile.kind', 'must be one of smtp, built-in'],
    ['is no time', { profile: { host: 'h' }, since: 'yesterday' }, 'since', 'is not a time like 2026-01-31T09:30:00Z'],
    [
      'is no id',
      { profile: { host: 'h' }, owner: 'alice' },
      'owner',
      'is not an id like 0b8f7c1e-4f3a-4f7e-9f59-2f0c9b6f1a11',
    ],
    [
      'has no form',
      { profile: { host: 'h' }, to: { who: 'x' } },
      'to',
      'has none of the forms that it may have; its schema shows them',
    ],
    ['is unknown', { profile: { host: 'h' }, colour: 'red' }, 'colour', 'is no field here: leave it out'],
    ['is too large', { profile: { host: 'h' }, limit: 201 }, 'limit', 'must be at most 200'],
    ['is too small', { profile: { host: 'h' }, limit: 0 }, 'limit', 'must be at least 1'],
    ['is empty', { profile: { host: 'h' }, limit: null }, 'limit', 'is empty: it must be a number'],
    ['is of another kind', { profile: { host: 'h' }, limit: 'ten' }, 'limit', 'must be a number, not a text'],
    ['has too many', { profile: { host: 'h' }, members: ['a', 'b'] }, 'members', 'must have at most 1 item'],
    ['has words of its schema', { profile: { host: 'h' }, name: 'b' }, 'name', 'does not begin with an a'],
  ])('because it %s is said in a sentence', (_why, body, path, message) => {
    expect(wrongPaths(schema.safeParse(body).error!)).toEqual([{ path, message }]);
  });
});
