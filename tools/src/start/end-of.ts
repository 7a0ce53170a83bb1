import type { ServiceName } from '../stack/services.js';

const LAST_LINES = 3;

/** What is said of a service that has ended by itself. Of a kill its log knows nothing. */
export const endOf = ({ name, how }: { name: ServiceName; how: string }, log: string): string =>
  [
    `${name} has ended by itself (${how}), so the rest ends too; the last that it said:`,
    ...log.trimEnd().split('\n').slice(-LAST_LINES),
  ].join('\n');
