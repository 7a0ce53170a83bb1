import type { LoggerService } from '@nestjs/common';
import { describeError } from './describe-error.js';
import type { Log } from './log.js';

type Level = 'trace' | 'debug' | 'info' | 'warn' | 'error' | 'fatal';

/** Parts of Nest that narrate each route and module at start. Theirs is `debug`, ours is `info`. */
const NARRATORS = /^(NestFactory|NestApplication|NestMicroservice|InstanceLoader|RoutesResolver|RouterExplorer)$/;

/**
 * Nest's logger on pino. A service writes `new Logger('Relay').warn({ deliveryId, err }, 'what happened')` or
 * `warn('what happened', { deliveryId })`; Nest appends the name of the logger.
 */
export class NestLog implements LoggerService {
  constructor(private readonly pino: Log) {}

  log(...given: unknown[]): void {
    this.write('info', given);
  }

  error(...given: unknown[]): void {
    this.write('error', given);
  }

  warn(...given: unknown[]): void {
    this.write('warn', given);
  }

  debug(...given: unknown[]): void {
    this.write('debug', given);
  }

  verbose(...given: unknown[]): void {
    this.write('trace', given);
  }

  fatal(...given: unknown[]): void {
    this.write('fatal', given);
  }

  private write(level: Level, given: readonly unknown[]): void {
    const { context, message, fields } = read(given);
    const isNarration = level === 'info' && context !== undefined && NARRATORS.test(context);
    this.pino[isNarration ? 'debug' : level]({ ...(context && { context }), ...fields }, message);
  }
}

interface Entry {
  readonly context: string | undefined;
  readonly message: string;
  readonly fields: { readonly err?: unknown };
}

/** The message comes first or behind an object, the logger's name last; objects and errors are fields. */
function read(given: readonly unknown[]): Entry {
  const texts = given.filter((part): part is string => typeof part === 'string' && !isStack(part));
  const hasMessage = typeof given[0] === 'string' || texts.length > 1;
  const fields: Entry['fields'] = Object.assign({}, ...given.map(fieldsOf));
  const [message, context] = hasMessage ? texts : [undefined, texts[0]];
  // Without a message pino takes that of the error, which may quote what must not be logged.
  return { context, fields, message: message ?? (fields.err === undefined ? '' : describeError(fields.err).message) };
}

/** Nest passes the stack of an error as a text of its own; the error itself comes with it. */
const isStack = (text: string): boolean => /\n\s+at /.test(text);

function fieldsOf(part: unknown): object {
  if (part instanceof Error) return { err: part };
  return typeof part === 'object' && part !== null ? part : {};
}
