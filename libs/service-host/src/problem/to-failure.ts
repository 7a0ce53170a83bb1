import { Failure, type ErrorCode } from '@replyline/errors';
import { isDatabaseOutage } from '@replyline/messaging';
import { InvalidRequest } from './invalid-request.js';

/** Statuses that Express, its body parser and Nest answer with by themselves, in our words. */
const CODES: Readonly<Record<number, ErrorCode>> = {
  401: 'access.unauthenticated',
  403: 'access.denied',
  404: 'request.not_found',
  405: 'request.not_found',
  409: 'request.conflict',
  412: 'request.precondition_failed',
  413: 'request.too_large',
  428: 'request.precondition_required',
  503: 'service.unavailable',
};

/** The expected failure that an error stands for; `undefined` when it is a defect. */
export function toFailure(error: unknown): Failure | undefined {
  if (error instanceof Failure) return error;
  if (isDatabaseOutage(error)) return new Failure('service.unavailable', { missing: 'PostgreSQL' }, { cause: error });
  const status = statusOf(error);
  const code = CODES[status];
  if (code) return new Failure(code);
  return status >= 400 && status < 500
    ? new InvalidRequest([{ path: '(whole)', message: complaint(error, status) }])
    : undefined;
}

/** Body parser errors have `status`, Nest's exceptions `getStatus()`. A database error has neither. */
function statusOf(error: unknown): number {
  if (typeof error !== 'object' || error === null) return 500;
  if ('getStatus' in error && typeof error.getStatus === 'function') return Number(error.getStatus());
  return 'expose' in error && 'status' in error && typeof error.status === 'number' ? error.status : 500;
}

/** Their own messages may quote the request. */
function complaint(error: unknown, status: number): string {
  if (status === 415) return 'The encoding or character set is not supported';
  const isParsing = error instanceof Error && /JSON|Unexpected|Expected/.test(error.message);
  return isParsing ? 'The body is not JSON' : 'The request cannot be read';
}
