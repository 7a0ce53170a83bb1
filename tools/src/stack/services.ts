import { freePorts } from '@replyline/local-servers';
import { SERVICE_NAMES, type ServiceName } from '@replyline/contracts';
import type { StackSecrets } from './secrets.js';
import { AUDIENCE, ISSUER, publicKeys } from './tokens.js';

/** The four services, by the name of their folder in `apps`. */
export const SERVICES = SERVICE_NAMES;
export type { ServiceName };
type ServicePorts = Readonly<Record<ServiceName, number>>;

export async function servicePorts(): Promise<ServicePorts> {
  const ports = await freePorts(SERVICES.length);
  return Object.fromEntries(SERVICES.map((name, index) => [name, ports[index]!])) as ServicePorts;
}

export interface Backends {
  /** For whoever is on this machine: everything is allowed. */
  readonly natsUrl: string;
  /** For a service: what its events need. */
  readonly natsUrlOf: (name: ServiceName) => string;
  /** The URL of a service's own database. */
  readonly database: (name: ServiceName) => string;
}

/** The environment of each service, as an operator would set it. */
export function environmentOf(
  name: ServiceName,
  it: { ports: ServicePorts; secrets: StackSecrets; backends: Backends },
): NodeJS.ProcessEnv {
  const { ports, secrets, backends } = it;
  const own: Record<ServiceName, Record<string, string>> = {
    config: {
      OUTBOUND_SECRET_KEYS: secrets.outboundKeys,
      INBOUND_SECRET_KEYS: secrets.inboundKeys,
      CONFIG_SECRET_KEYS: secrets.configKeys,
      PUBLIC_URL: `http://127.0.0.1:${ports.config}`,
    },
    'outbound-mail': {
      OUTBOUND_SECRET_KEYS: secrets.outboundKeys,
      INTENT_KEYS: secrets.intentKeys,
      REVIEW_BASE_URL: `http://127.0.0.1:${ports['inbound-reply']}`,
      UNSUBSCRIBE_BASE_URL: `http://127.0.0.1:${ports['outbound-mail']}`,
    },
    'inbound-reply': { INBOUND_SECRET_KEYS: secrets.inboundKeys, INTENT_KEYS: secrets.intentKeys },
    conversation: {},
  };
  return {
    PATH: process.env['PATH'],
    NODE_OPTIONS: process.env['NODE_OPTIONS'],
    HOST: '127.0.0.1',
    PORT: String(ports[name]),
    DATABASE_URL: backends.database(name),
    NATS_URL: backends.natsUrlOf(name),
    AUTH_ISSUER: ISSUER,
    AUTH_AUDIENCE: AUDIENCE,
    AUTH_JWKS: publicKeys(secrets.signingKey),
    ...own[name],
  };
}
