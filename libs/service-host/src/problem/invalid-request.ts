import { Failure } from '@replyline/errors';
import type { z } from 'zod';

export interface WrongPath {
  readonly path: string;
  readonly message: string;
}

/** More would only help somebody who wants a long answer. */
const MAX_PATHS = 50;

/** `request.invalid` with each wrong path. Services throw it too, for what a schema cannot say. */
export class InvalidRequest extends Failure {
  readonly errors: readonly WrongPath[];

  constructor(errors: readonly WrongPath[]) {
    super('request.invalid', { wrong: errors.length });
    this.errors = errors.slice(0, MAX_PATHS);
  }
}

/** The paths that a schema refused. zod's messages name expectations and never values. */
export const wrongPaths = (error: z.ZodError): WrongPath[] =>
  error.issues.flatMap((issue) =>
    issue.code === 'unrecognized_keys'
      ? issue.keys.map((key) => ({ path: join([...issue.path, key]), message: 'Unknown field' }))
      : [{ path: join(issue.path), message: issue.message }],
  );

const join = (path: readonly PropertyKey[]): string =>
  path.map((part) => String(part).slice(0, 80)).join('.') || '(whole)';
