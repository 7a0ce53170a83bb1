import { Failure } from '@replyline/errors';

interface ErrorDescription {
  readonly type: string;
  readonly message: string;
  readonly code?: string;
  readonly details?: unknown;
  readonly stack?: string;
  readonly cause?: ErrorDescription;
}

const MAX_CAUSES = 4;

/**
 * What may be logged of an error: its kind, its place, its causes. Other properties are left out, because drivers put
 * the statement with its parameters, the row or the address there; a database error's message quotes values too.
 */
export function describeError(error: unknown, depth = 0): ErrorDescription {
  if (!(error instanceof Error)) return { type: typeof error, message: 'something that is not an error was thrown' };
  const message = messageOf(error);
  return {
    type: error.name,
    message,
    ...codeIn(error),
    ...(error instanceof Failure && { details: error.details }),
    ...(error.stack && { stack: framesOf(error.stack) }),
    ...(error.cause !== undefined && depth < MAX_CAUSES && { cause: describeError(error.cause, depth + 1) }),
  };
}

/** An SQLSTATE has five characters (ISO/IEC 9075-2 §24). */
const SQLSTATE = /^[0-9A-Z]{5}$/;

function messageOf(error: Error & { code?: unknown; constraint?: unknown; table?: unknown }): string {
  if (error instanceof SyntaxError) return 'cannot be parsed';
  if (!('severity' in error) && !('driverError' in error)) return error.message;
  const { code, table, constraint } = 'driverError' in error ? (error.driverError as typeof error) : error;
  if (typeof code !== 'string' || !SQLSTATE.test(code)) return error.message;
  return ['SQLSTATE', code, table, constraint].filter((part) => typeof part === 'string').join(' ');
}

const codeIn = (error: Error & { code?: unknown }): { code?: string } =>
  typeof error.code === 'string' && /^[\w.-]{1,64}$/.test(error.code) ? { code: error.code } : {};

/** The lines of a stack that are places; the first ones repeat the message. */
const framesOf = (stack: string): string =>
  stack
    .split('\n')
    .filter((line) => /^\s+at /.test(line))
    .join('\n');
