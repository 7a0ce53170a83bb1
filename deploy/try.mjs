// node deploy/try.mjs                    makes passwords and keys for docker-compose.yml, in .replyline/compose.env
// node deploy/try.mjs token USER ROLE…   prints a bearer token for that user id, valid for 30 days
// Only for trying it: whoever reads the folder .replyline can sign tokens. For real use there is an OIDC issuer.
import { createPrivateKey, generateKeyPairSync, randomBytes, sign } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

const ISSUER = 'https://try.replyline.test/';
const AUDIENCE = 'replyline';
const MONTH_SECONDS = 30 * 86_400;

const { values, positionals } = parseArgs({
  options: { folder: { type: 'string', default: '.replyline' } },
  allowPositionals: true,
});
const envFile = join(values.folder, 'compose.env');
const keyFile = join(values.folder, 'compose-signing-key.json');

if (positionals[0] === 'token') console.log(token(positionals.slice(1)));
else if (existsSync(envFile)) console.log(`${envFile} is there already`);
else makeEnvironment();

function makeEnvironment() {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const publicJwk = { ...publicKey.export({ format: 'jwk' }), kid: 'try', alg: 'ES256', use: 'sig' };
  const variables = { ...fixed(publicJwk), ...secrets() };
  mkdirSync(values.folder, { recursive: true, mode: 0o700 });
  writeFileSync(keyFile, JSON.stringify(privateKey.export({ format: 'jwk' })), { mode: 0o600 });
  const lines = Object.entries(variables).map(([name, value]) => `${name}='${value}'\n`);
  writeFileSync(envFile, lines.join(''), { mode: 0o600 });
  console.log(`wrote ${envFile}`);
}

function fixed(publicJwk) {
  return {
    AUTH_ISSUER: ISSUER,
    AUTH_AUDIENCE: AUDIENCE,
    AUTH_JWKS: JSON.stringify({ keys: [publicJwk] }),
    MAIL_DOMAIN: 'example.test',
    MAIL_USERS: ['notifications', 'replies', 'alice', 'bob'].map((name) => `${name}:${password()}`).join(' '),
  };
}

function secrets() {
  const services = ['CONFIG', 'OUTBOUND_MAIL', 'INBOUND_REPLY', 'CONVERSATION'];
  return {
    OUTBOUND_SECRET_KEYS: `o1:${key()}`,
    INBOUND_SECRET_KEYS: `i1:${key()}`,
    INTENT_KEYS: `1:${key()}`,
    POSTGRES_PASSWORD: password(),
    ...Object.fromEntries(services.map((name) => [`${name}_DATABASE_PASSWORD`, password()])),
    // nats-server reads a value that looks like a number as one.
    ...Object.fromEntries(services.map((name) => [`NATS_PASSWORD_${name}`, `p${password()}`])),
  };
}

/** RFC 7515 §3.1. The signature of ES256 is the two numbers side by side, which OpenSSL calls IEEE P1363. */
function token([userId, ...roles]) {
  const now = Math.floor(Date.now() / 1_000);
  const claims = { iss: ISSUER, aud: AUDIENCE, sub: userId, roles, iat: now, exp: now + MONTH_SECONDS };
  const content = [{ alg: 'ES256', kid: 'try' }, claims].map((part) => encode(JSON.stringify(part))).join('.');
  const signingKey = createPrivateKey({ key: JSON.parse(readFileSync(keyFile, 'utf8')), format: 'jwk' });
  return `${content}.${encode(sign('sha256', content, { key: signingKey, dsaEncoding: 'ieee-p1363' }))}`;
}

function key() {
  return randomBytes(32).toString('base64url');
}

/** Part of a URL, and of a list that is separated by spaces and colons. */
function password() {
  return randomBytes(18).toString('hex');
}

function encode(text) {
  return Buffer.from(text).toString('base64url');
}
