import { describeError } from './describe-error.js';

/** Values under these names never reach a log, however deep they are: secrets, and what people wrote. */
const UNSPEAKABLE =
  /password|passwd|secret|token|authorization|cookie|^(text|html|body|raw|subject|credentials|jwks)$/i;

const MAX_DEPTH = 6;

/**
 * Replaces what must not be logged. Plain objects and lists are entered; anything else with a class is named only,
 * because nobody who logs a socket or an entity means all that hangs on it.
 */
export function redact(value: unknown, depth = 0): unknown {
  if (typeof value !== 'object' || value === null || value instanceof Date) return value;
  if (value instanceof Error) return describeError(value);
  if (depth > MAX_DEPTH) return '[deep]';
  if (Array.isArray(value)) return value.map((item) => redact(item, depth + 1));
  return isPlain(value) ? redactFields(value, depth) : `[${value.constructor?.name ?? 'object'}]`;
}

const redactFields = (fields: object, depth: number): object =>
  Object.fromEntries(
    Object.entries(fields).map(([name, value]) => [
      name,
      UNSPEAKABLE.test(name) && value !== undefined && value !== null ? '[redacted]' : redact(value, depth + 1),
    ]),
  );

function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}
