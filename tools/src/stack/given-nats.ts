import { jetstreamManager } from '@nats-io/jetstream';
import { connect } from '@nats-io/transport-node';
import { brokerAddressOf, type BrokerAddress } from '@replyline/contracts';
import { Unusable } from './unusable.js';

const CONNECT_MS = 5_000;
const OR_LEAVE_OUT = 'or leave NATS_URL out for the embedded NATS';

/** Asks the broker that `NATS_URL` names what the services would need of it. Throws `Unusable`. */
export async function requireJetStream(url: string): Promise<void> {
  const address = addressOf(url);
  try {
    const connection = await connect({ ...address, reconnect: false, timeout: CONNECT_MS });
    // Without JetStream the first question to it fails.
    await jetstreamManager(connection).finally(() => connection.close());
  } catch (error) {
    throw new Unusable(`NATS_URL: ${whyNats(error as Error)}, ${OR_LEAVE_OUT}.`, { cause: error });
  }
}

/** As the services read it. */
function addressOf(servers: string): BrokerAddress {
  const urls = servers.split(',').map((server) => (server.includes('://') ? server : `nats://${server}`));
  const isAddress = (url: string) => URL.canParse(url) && ['nats:', 'tls:'].includes(new URL(url).protocol);
  if (!urls.every(isAddress))
    throw new Unusable(`NATS_URL is no address of NATS. Write nats://user:password@host:port, ${OR_LEAVE_OUT}.`);
  return brokerAddressOf(servers);
}

/** Ends in what to do. The client wraps what the socket said, and says a refused login in words of its own. */
function whyNats(error: Error): string {
  const said = textsOf(error).join(' ');
  if (/authoriz|authenticat/i.test(said)) return 'the broker refuses the login. Correct user and password';
  if (/jetstream/i.test(said) || /no responders|503/i.test(said))
    return 'the broker has no JetStream. Start it with -js';
  if (/permission/i.test(said)) return 'the user may not use JetStream. Name one that may';
  if (/ENOTFOUND|EAI_AGAIN/.test(said)) return 'there is no such host. Correct it';
  if (/refused/i.test(said)) return 'nothing listens there. Start NATS, or correct host and port';
  if (/timeout/i.test(said)) return 'no broker has answered within 5 s. Correct host and port';
  return `the broker cannot be used (${error.message}). Correct it`;
}

function textsOf(error: unknown): string[] {
  if (!(error instanceof Error)) return [];
  const { code } = error as NodeJS.ErrnoException;
  const inner = error instanceof AggregateError ? (error.errors as unknown[]) : [];
  return [error.name, error.message, ...(code ? [code] : []), ...[error.cause, ...inner].flatMap(textsOf)];
}
