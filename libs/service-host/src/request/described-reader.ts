import type { ErrorCode } from '@replyline/errors';

const READING = 'replyline:reading';

/** What a parameter decorator reads from the headers of a request, for the OpenAPI document. */
export interface Reading {
  readonly headers: readonly { readonly name: string; readonly required: boolean; readonly description: string }[];
  /** What it throws for headers that are missing or say something else. */
  readonly refuses: readonly ErrorCode[];
}

/** Says of the factory of a parameter decorator what it reads: the document lists it for each route that has it. */
export function describedReader<F extends object>(factory: F, reading: Reading): F {
  Reflect.defineMetadata(READING, reading, factory);
  return factory;
}

export const readingOf = (factory: object): Reading | undefined =>
  Reflect.getMetadata(READING, factory) as Reading | undefined;
