import { sentenceOf } from '@replyline/contracts';
import type { z } from 'zod';
import { FailureAt, type WrongPath } from './failure-at.js';

/** `request.invalid` with each wrong path. Services throw it too, for what a schema cannot say. */
export class InvalidRequest extends FailureAt {
  constructor(errors: readonly WrongPath[]) {
    super('request.invalid', errors);
  }
}

/** The paths that a schema refused. zod's messages name expectations and never values. */
export const wrongPaths = (error: z.ZodError): WrongPath[] =>
  error.issues.flatMap((issue) =>
    issue.code === 'unrecognized_keys'
      ? issue.keys.map((key) => ({ path: join([...issue.path, key]), message: 'is no field here: leave it out' }))
      : [{ path: join(issue.path), message: sentenceOf(issue.message) }],
  );

const join = (path: readonly PropertyKey[]): string =>
  path.map((part) => String(part).slice(0, 80)).join('.') || '(whole)';
