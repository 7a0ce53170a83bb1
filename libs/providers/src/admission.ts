import { Failure } from '@replyline/errors';
import type { Full } from './pool.js';

/** Leave to have one connection open. */
export interface Admission {
  /** Aborted when the connection has to be cut at once, because another process may open one in its place. */
  readonly signal: AbortSignal;
  /** Calls back when another process waits: the connection is closed as soon as nobody uses it. */
  onWanted(wanted: () => void): void;
  /** After the connection was closed. */
  release(): void;
}

/** Asked before a connection is opened. Rejects with `provider.connections_in_use` when there may be no more. */
export type Admit = () => Promise<Admission>;

const stay = (): void => undefined;

/** For who is counted by nobody: everything is allowed. */
export const unlimited: Admit = () =>
  Promise.resolve({ signal: new AbortController().signal, onWanted: stay, release: stay });

/** Leave that comes too late for who has given up goes back. */
export function admitted(admit: Admit, signal: AbortSignal): Promise<Admission> {
  const leave = admit();
  return new Promise((resolve, reject) => {
    const abort = () => {
      leave.then((late) => late.release(), stay);
      reject(inUse());
    };
    signal.addEventListener('abort', abort, { once: true });
    if (signal.aborted) return abort();
    leave.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort));
  });
}

/** The same, and what is idle is closed when another process waits. */
export const tidying =
  (admit: Admit, tidy: () => void): Admit =>
  async () => {
    const place = await admit();
    // Whoever holds the connection hears of it first.
    place.onWanted(() => setImmediate(tidy));
    return place;
  };

export const inUse = (): Failure => new Failure('provider.connections_in_use', { step: 'tcp' });

/** For a pool of connections that each need an admission. */
export const full: Full = {
  // With one that is sent, as many as a process takes up for each connection: none of them was taken up in vain.
  mostWaiting: 2,
  error: inUse,
  is: (error) => error instanceof Failure && error.code === 'provider.connections_in_use',
};
