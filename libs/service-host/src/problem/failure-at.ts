import { Failure, type ErrorCode } from '@replyline/errors';

/** One place in a request, as it wrote it: `members.1`, `query.limit`, `path.id`. */
export interface WrongPath {
  readonly path: string;
  readonly message: string;
}

/** More would only help somebody who wants a long answer. */
const MAX_PATHS = 50;

/** A failure because of what stands at some paths of the request. Its problem names each under `errors`. */
export class FailureAt extends Failure {
  readonly errors: readonly WrongPath[];

  constructor(code: ErrorCode, errors: readonly WrongPath[]) {
    super(code);
    this.errors = errors.slice(0, MAX_PATHS);
  }
}
