import { lookup } from 'node:dns/promises';
import { connect as connectTcp, isIPv6, type LookupFunction, type Socket } from 'node:net';
import { Failure } from '@replyline/errors';
import { admitted, unlimited, type Admission, type Admit } from '../admission.js';
import { unlessAborted, within } from '../patience.js';
import { isReachable } from '../server-address/reachable-address.js';

export interface Where {
  readonly host: string;
  readonly port: number;
  readonly timeoutMs: number;
  /** Whether an operator lets link-local and metadata addresses be connected to. */
  readonly allowLinkLocal?: boolean | undefined;
  /** Absent: nobody counts the connections. */
  readonly admit?: Admit | undefined;
}

/** Asks the names of this machine, as `node:dns` does. */
export type Resolve = (host: string, options: { all: true }) => Promise<readonly { readonly address: string }[]>;

/** The addresses of a host, without those that are never connected to. */
export async function addressesOf(
  { host, timeoutMs, allowLinkLocal }: Where,
  signal: AbortSignal,
  resolve: Resolve = lookup,
): Promise<string[]> {
  const found = await unlessAborted(resolve(host, { all: true }), within(signal, timeoutMs)).catch(() => {
    throw new Failure('provider.dns_failed', { step: 'dns' });
  });
  const addresses = found.map(({ address }) => address).filter((address) => isReachable(address, allowLinkLocal));
  if (addresses.length === 0) throw new Failure('provider.address_not_allowed', { step: 'dns' });
  return addresses;
}

/** Connects to one of the addresses, each in turn (RFC 8305), and to no other. */
export function openSocket(
  addresses: readonly string[],
  { host, port, timeoutMs }: Where,
  signal: AbortSignal,
): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connectTcp({ host, port, autoSelectFamily: addresses.length > 1, lookup: fixed(addresses) });
    const stopWatching = () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', onBroken);
    };
    const fail = (code: 'provider.timeout' | 'provider.unavailable') => {
      stopWatching();
      socket.destroy();
      reject(new Failure(code, { step: 'tcp' }));
    };
    const onBroken = () => fail('provider.unavailable');
    const timer = setTimeout(() => fail('provider.timeout'), timeoutMs);
    signal.addEventListener('abort', onBroken, { once: true });
    if (signal.aborted) onBroken();
    socket.once('error', onBroken);
    socket.once('connect', () => {
      stopWatching();
      socket.removeListener('error', onBroken);
      resolve(socket);
    });
  });
}

/** The same with leave, which is given back when the socket has closed. */
export async function openAdmitted(
  addresses: readonly string[],
  where: Where,
  signal: AbortSignal,
): Promise<{ readonly socket: Socket; readonly place: Admission }> {
  const place = await admitted(where.admit ?? unlimited, signal);
  const socket = await openSocket(addresses, where, signal).catch((error: unknown) => {
    place.release();
    throw error;
  });
  socket.once('close', () => place.release());
  return { socket, place };
}

const fixed =
  (addresses: readonly string[]): LookupFunction =>
  (_host, options, callback) => {
    const all = addresses.map((address) => ({ address, family: isIPv6(address) ? 6 : 4 }));
    if (options.all) callback(null, all);
    else callback(null, all[0]!.address, all[0]!.family);
  };
