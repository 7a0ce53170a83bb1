/** Values under these names never reach a log, however deep they are: secrets, and what people wrote. */
const UNSPEAKABLE =
  /password|passwd|secret|token|authorization|cookie|^(text|html|body|raw|subject|credentials|jwks)$/i;

const MAX_DEPTH = 6;

/** Replaces what must not be logged. Only plain objects and lists are entered; an error is described elsewhere. */
export function redact(value: unknown, depth = 0): unknown {
  if (Array.isArray(value)) return depth > MAX_DEPTH ? '[deep]' : value.map((item) => redact(item, depth + 1));
  if (!isPlain(value)) return value;
  if (depth > MAX_DEPTH) return '[deep]';
  return Object.fromEntries(
    Object.entries(value).map(([name, item]) => [
      name,
      isUnspeakable(name, item) ? '[redacted]' : redact(item, depth + 1),
    ]),
  );
}

const isUnspeakable = (name: string, value: unknown): boolean =>
  UNSPEAKABLE.test(name) && value !== undefined && value !== null;

function isPlain(value: unknown): value is Record<string, unknown> {
  if (typeof value !== 'object' || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}
