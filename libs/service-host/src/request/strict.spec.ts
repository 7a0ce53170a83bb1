import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { strict } from './strict.js';

interface Tree {
  readonly name: string;
  readonly children?: Tree[] | undefined;
}
const tree: z.ZodType<Tree> = z.object({
  name: z.string(),
  get children() {
    return z.array(tree).optional();
  },
});
const leaf = z.object({ a: z.string() });

const isAccepted = (schema: z.ZodType, value: unknown): boolean => strict(schema).safeParse(value).success;

describe('a strict schema', () => {
  it.each<[string, z.ZodType, unknown, unknown]>([
    ['an object', leaf, { a: 'x' }, { a: 'x', b: 1 }],
    ['an optional part', z.object({ p: leaf.optional() }), { p: { a: 'x' } }, { p: { a: 'x', b: 1 } }],
    ['a nullable part', z.object({ p: leaf.nullable() }), { p: null }, { p: { a: 'x', b: 1 } }],
    ['a part with a default', z.object({ p: leaf.default({ a: 'x' }) }), {}, { p: { a: 'x', b: 1 } }],
    ['a list', z.array(leaf), [{ a: 'x' }], [{ a: 'x', b: 1 }]],
    ['a record', z.record(z.string(), leaf), { k: { a: 'x' } }, { k: { a: 'x', b: 1 } }],
    ['a tuple', z.tuple([leaf]), [{ a: 'x' }], [{ a: 'x', b: 1 }]],
    ['a union', z.union([leaf, z.object({ c: z.number() })]), { c: 1 }, { c: 1, b: 1 }],
    [
      'a union by kind',
      z.discriminatedUnion('k', [leaf.extend({ k: z.literal('a') }), z.object({ k: z.literal('b') })]),
      { k: 'b' },
      { k: 'b', a: 'x' },
    ],
    ['a transformed object', leaf.transform((it) => it.a), { a: 'x' }, { a: 'x', b: 1 }],
    ['a refined object', leaf.refine((it) => it.a !== 'y'), { a: 'x' }, { a: 'x', b: 1 }],
    [
      'a recursive object',
      tree,
      { name: 'r', children: [{ name: 'c' }] },
      { name: 'r', children: [{ name: 'c', b: 1 }] },
    ],
    ['a loose object', z.object({ p: z.looseObject({}) }), { p: { b: 1 } }, { q: 1, p: {} }],
  ])('of %s refuses unknown fields and nothing else', (_name, schema, known, unknown) => {
    expect([isAccepted(schema, known), isAccepted(schema, unknown)]).toEqual([true, false]);
  });

  it('cannot be made of an intersection, whose halves see each other’s fields', () => {
    expect(() => strict(z.intersection(leaf, z.object({ c: z.number() })))).toThrow('extend');
  });

  it('keeps refinements and what they say', () => {
    expect(
      isAccepted(
        leaf.refine((it) => it.a !== 'y'),
        { a: 'y' },
      ),
    ).toBe(false);
  });

  it('leaves the schema that it was given as it was', () => {
    strict(leaf);
    expect(leaf.safeParse({ a: 'x', b: 1 }).success).toBe(true);
  });
});
