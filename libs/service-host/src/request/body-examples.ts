import type { z } from 'zod';

/** What a body may look like, by what each is an example of. */
export type BodyExamples = Readonly<Record<string, unknown>>;

/** Nest keeps the schema of a parameter for the document, and nothing else. */
const known = new WeakMap<z.ZodType, BodyExamples>();

export function withExamples<S extends z.ZodType>(schema: S, examples: BodyExamples): S {
  known.set(schema, examples);
  return schema;
}

export const examplesOf = (schema: z.ZodType | undefined): BodyExamples => (schema && known.get(schema)) ?? {};
