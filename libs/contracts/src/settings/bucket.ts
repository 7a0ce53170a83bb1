import { Failure } from '@replyline/errors';
import type { z } from 'zod';
import { brokenBy } from '../broken-by.js';

/** A document that travels through a KV bucket: `<bucket>` and key, and the shape of its value. */
export interface DocumentContract<S extends z.ZodType = z.ZodType> {
  readonly bucket: 'settings' | 'directory';
  /** The key of one document: fixed, or one per `id`. */
  key(id?: string): string;
  readonly schema: S;
  /** Throws `contract.invalid_event` naming the paths, and why. Newer fields are ignored, so services deploy in any order. */
  parse(value: unknown): z.output<S>;
}

export function document<S extends z.ZodType>(
  bucket: DocumentContract['bucket'],
  prefix: string,
  schema: S,
): DocumentContract<S> {
  return {
    bucket,
    schema,
    key: (id) => (id === undefined ? prefix : `${prefix}.${id}`),
    parse(value) {
      const result = schema.safeParse(value);
      if (result.success) return result.data;
      throw new Failure('contract.invalid_event', { type: `${bucket}.${prefix}`, ...brokenBy(result.error) });
    },
  };
}
