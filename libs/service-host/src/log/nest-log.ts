import type { LoggerService } from '@nestjs/common';
import type { Log } from './log.js';

type Level = 'trace' | 'debug' | 'info' | 'warn' | 'error' | 'fatal';

/** Parts of Nest that narrate each route and module at start. Theirs is `debug`, ours is `info`. */
const NARRATORS = /^(NestFactory|NestApplication|NestMicroservice|InstanceLoader|RoutesResolver|RouterExplorer)$/;

/**
 * Nest's logger on pino. Services write `new Logger('Relay').warn({ deliveryId, err }, 'what happened')` or
 * `warn('what happened', { deliveryId })`; Nest appends the name of the logger.
 */
export class NestLog implements LoggerService {
  constructor(private readonly log_: Log) {}

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
    const spoken = level === 'info' && context !== undefined && NARRATORS.test(context) ? 'debug' : level;
    this.log_[spoken]({ ...(context && { context }), ...fields }, message);
  }
}

interface Entry {
  readonly context?: string;
  readonly message?: string;
  readonly fields: Record<string, unknown>;
}

/** The last text is the logger's name, the first one before it the message; objects and errors are fields. */
function read(given: readonly unknown[]): Entry {
  const texts = given.filter((part): part is string => typeof part === 'string' && !isStack(part));
  const [message, context] =
    texts.length > 1
      ? [texts[0], texts.at(-1)]
      : given.length > 1 && typeof given[0] !== 'string'
        ? [undefined, texts[0]]
        : [texts[0]];
  const fields = Object.assign({}, ...given.map(fieldsOf)) as Record<string, unknown>;
  return { fields, ...(message !== undefined && { message }), ...(context !== undefined && { context }) };
}

/** Nest passes the stack of an error as a text of its own; the error itself comes with it. */
const isStack = (text: string): boolean => /\n\s+at /.test(text);

function fieldsOf(part: unknown): object {
  if (part instanceof Error) return { err: part };
  return typeof part === 'object' && part !== null ? part : {};
}
