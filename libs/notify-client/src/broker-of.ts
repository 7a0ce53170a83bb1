import { AuthorizationError } from '@nats-io/transport-node';
import { brokerAddressOf, type BrokerAddress } from '@replyline/contracts';

/** Throws where `servers` is not what `NotifierOptions` says. */
export function brokerOf(servers: string): BrokerAddress {
  const address = read(servers);
  if (!address?.servers.every((server) => BROKER.test(server))) throw new Error(NO_BROKER);
  return address;
}

function read(servers: string): BrokerAddress | undefined {
  try {
    return brokerAddressOf(servers);
  } catch {
    return undefined;
  }
}

const BROKER = /^(?:nats|tls):\/\/./;
const NO_BROKER =
  'servers names no broker: expected nats://host:4222, several with commas between, what is special in a password percent-encoded';

/** The client says what failed and not where. A URL may hold a password, so only what it connects to is told. */
export const unreached =
  ({ servers }: BrokerAddress) =>
  (cause: Error): never => {
    const where = servers.join(', ');
    if (cause instanceof AuthorizationError) throw new Error(`the broker refuses this login at ${where}`, { cause });
    throw new Error(`no broker can be used at ${where}: ${cause.message}`, { cause });
  };
