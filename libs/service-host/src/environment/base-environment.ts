import { z } from 'zod';
import { httpsUrl } from './https-url.js';
import { jwks } from './jwks.js';
import { databaseUrl, natsServers } from './server-urls.js';
import { trustedProxies } from './trusted-proxies.js';

const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;

/**
 * What every service reads from its environment; a service extends it with its own.
 * A variable that is marked secret may also be given as the file that `<NAME>_FILE` names.
 */
export const baseEnvironment = z.object({
  PORT: z.coerce
    .number()
    .int()
    .min(0)
    .max(65_535)
    .default(0)
    .meta({ description: 'Port of HTTP; 0 takes any free one' }),
  HOST: z.string().min(1).default('127.0.0.1').meta({ description: 'Address that HTTP listens on' }),
  DATABASE_URL: databaseUrl.meta({
    description: "PostgreSQL database of this service, its own and nobody else's",
    secret: true,
  }),
  DATABASE_POOL_SIZE: z.coerce
    .number()
    .int()
    .min(2)
    .max(200)
    .default(10)
    .meta({ description: 'Most connections to PostgreSQL that one replica holds' }),
  NATS_URL: natsServers.meta({ description: 'NATS servers with JetStream', secret: true }),
  AUTH_ISSUER: z.string().min(1).meta({ description: 'Claim "iss" that a token must have' }),
  AUTH_AUDIENCE: z.string().min(1).meta({ description: 'Claim "aud" that a token must have' }),
  // Whoever can alter the answer can sign tokens.
  AUTH_JWKS_URL: httpsUrl
    .optional()
    .meta({ description: 'Keys of the OIDC issuer (its "jwks_uri"); this or AUTH_JWKS' }),
  AUTH_JWKS: jwks.optional().meta({ description: 'Public keys as inline JSON Web Key Set; this or AUTH_JWKS_URL' }),
  TRUST_PROXY: trustedProxies.meta({
    description:
      'Proxies whose X-Forwarded-For is believed: addresses or networks, or loopback, linklocal, uniquelocal',
  }),
  LOG_LEVEL: z.enum(LOG_LEVELS).default('info').meta({ description: 'Least severe level that is logged' }),
  START_TIMEOUT_SECONDS: z.coerce
    .number()
    .int()
    .min(1)
    .default(60)
    .meta({ description: 'How long to wait for PostgreSQL and NATS before giving up with exit 69' }),
  STOP_TIMEOUT_SECONDS: z.coerce
    .number()
    .int()
    .min(1)
    .default(25)
    .meta({ description: 'How long to finish work after SIGTERM; less than the 30 s after which orchestrators kill' }),
});

export type BaseEnvironment = z.output<typeof baseEnvironment>;
