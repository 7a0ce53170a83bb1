// The OpenAPI documents of the four services, printed by the services themselves: nothing is started.
import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

export const SERVICES = ['config', 'outbound-mail', 'inbound-reply', 'conversation'];

const KEY = 'A'.repeat(43);

/** Valid, and good for nothing: a service that only prints connects to nobody. */
const ENVIRONMENT = {
  PATH: process.env.PATH,
  DATABASE_URL: 'postgres://nobody@127.0.0.1:1/nothing',
  NATS_URL: 'nats://127.0.0.1:1',
  AUTH_ISSUER: 'https://issuer.example/',
  AUTH_AUDIENCE: 'replyline',
  AUTH_JWKS_URL: 'https://issuer.example/jwks',
  OUTBOUND_SECRET_KEYS: `o1:${KEY}`,
  INBOUND_SECRET_KEYS: `i1:${KEY}`,
  CONFIG_SECRET_KEYS: `c1:${KEY}`,
  INTENT_KEYS: `1:${KEY}`,
  REVIEW_BASE_URL: 'https://replies.example/',
};

/** As text, the same each time. */
export function openApiOf(service) {
  const main = fileURLToPath(new URL(`../../apps/${service}/dist/main.js`, import.meta.url));
  return execFileSync(process.execPath, [main, '--print-openapi'], {
    env: ENVIRONMENT,
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  });
}
