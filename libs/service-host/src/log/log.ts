import { destination, pino, type DestinationStream, type Logger } from 'pino';
import { redact } from './redact.js';

export type Log = Logger;

/** One line of JSON an entry on stdout, written at once so that the last words before an exit are not lost. */
export function createLog(
  service: string,
  level: string,
  out: DestinationStream = destination({ dest: 1, sync: true }),
): Log {
  return pino(
    {
      level,
      base: { service },
      timestamp: () => `,"time":"${new Date().toISOString()}"`,
      formatters: {
        level: (label) => ({ level: label }),
        log: (entry) => redact(entry) as Record<string, unknown>,
      },
      // pino's own would unfold a description as if it were an error.
      serializers: { err: (description: unknown) => description },
    },
    out,
  );
}
