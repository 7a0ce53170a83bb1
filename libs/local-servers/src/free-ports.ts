import { randomInt } from 'node:crypto';
import { createServer } from 'node:net';

/**
 * Below the ephemeral range (from 32768 on Linux): there a polling connect can connect to itself, and an outgoing
 * connection can take the port before the server binds it.
 */
const FIRST = 15_000;
const LAST = 31_999;

/**
 * The workers of one test run draw from shares of their own: a port that one of them is about to use, or has just freed
 * to start a server there again, looks free to the others.
 */
const SHARES = 8;
const SIZE = (LAST + 1 - FIRST) / SHARES;
const OWN = FIRST + SIZE * (Number(process.env.JEST_WORKER_ID ?? 0) % SHARES);

const given = new Set<number>();

/** Ports on which nothing listens now. Another process may still be faster: see `onFreePorts`. */
export async function freePorts(count: number): Promise<number[]> {
  const ports: number[] = [];
  while (ports.length < count) {
    const port = randomInt(OWN, OWN + SIZE);
    if (given.has(port) || !(await isFree(port))) continue;
    given.add(port);
    ports.push(port);
  }
  return ports;
}

export const isFree = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', () => resolve(false));
    probe.listen(port, '127.0.0.1', () => probe.close(() => resolve(true)));
  });

/** A server that did not start because somebody else had the port. */
export class PortTaken extends Error {}

const ATTEMPTS = 5;

/** Starts something on free ports, and on other ones when another process took one of them meanwhile. */
export async function onFreePorts<T>(count: number, start: (ports: number[]) => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await start(await freePorts(count));
    } catch (error) {
      if (!(error instanceof PortTaken) || attempt === ATTEMPTS) throw error;
    }
  }
}
