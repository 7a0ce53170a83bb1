// Makes what docker-compose.yml needs for trying it. For real use there is an OIDC issuer, and secrets come from elsewhere.
import { createPrivateKey, generateKeyPairSync, randomBytes, sign } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

const ISSUER = 'https://try.replyline.test/';
const AUDIENCE = 'replyline';
const MONTH_SECONDS = 30 * 86_400;

const ROLES = ['server-admin', 'user', 'service'];
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

const USAGE = `node deploy/try.mjs                       makes passwords and keys for docker-compose.yml, in .replyline/compose.env
node deploy/try.mjs token USER ROLE…      prints a bearer token for that user id, a UUID, valid for 30 days
                                          roles: ${ROLES.join(', ')}
  --folder FOLDER                         instead of .replyline
  -h, --help                              this text

Only for trying it: whoever reads the folder can sign tokens.`;

const { values, positionals } = readArguments();
const envFile = join(values.folder, 'compose.env');
const keyFile = join(values.folder, 'compose-signing-key.json');
const [command, userId, ...roles] = positionals;

if (values.help) console.log(USAGE);
else if (command === 'token') console.log(tokenFor(userId, roles));
else if (command !== undefined) refuse(`There is no command ${command}.`);
else if (existsSync(envFile)) console.log(`${envFile} is there already`);
else makeEnvironment();

function readArguments() {
  const options = { folder: { type: 'string', default: '.replyline' }, help: { type: 'boolean', short: 'h' } };
  try {
    return parseArgs({ options, allowPositionals: true });
  } catch (error) {
    return refuse(error.message);
  }
}

function refuse(problem) {
  console.error(`${problem}\n\n${USAGE}`);
  process.exit(2);
}

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
    MAIL_USERS: ['notifications', 'replies', 'admin', 'alice', 'bob'].map((name) => `${name}:${password()}`).join(' '),
  };
}

function secrets() {
  const services = ['CONFIG', 'OUTBOUND_MAIL', 'INBOUND_REPLY', 'CONVERSATION'];
  return {
    OUTBOUND_SECRET_KEYS: `o1:${key()}`,
    INBOUND_SECRET_KEYS: `i1:${key()}`,
    CONFIG_SECRET_KEYS: `c1:${key()}`,
    INTENT_KEYS: `1:${key()}`,
    POSTGRES_PASSWORD: password(),
    ...Object.fromEntries(services.map((name) => [`${name}_DATABASE_PASSWORD`, password()])),
    // nats-server reads a value that looks like a number as one.
    ...Object.fromEntries(services.map((name) => [`NATS_PASSWORD_${name}`, `p${password()}`])),
  };
}

function tokenFor(userId, roles) {
  if (!UUID.test(userId ?? '')) refuse('token needs the id of a user, a UUID.');
  if (roles.length === 0) refuse('token needs a role.');
  const unknown = roles.filter((role) => !ROLES.includes(role));
  if (unknown.length > 0) refuse(`There is no role ${unknown.join(', ')}.`);
  if (!existsSync(keyFile)) refuse(`${keyFile} is missing. Run this first: node deploy/try.mjs`);
  return token(userId, roles);
}

/** RFC 7515 §3.1. The signature of ES256 is the two numbers side by side, which OpenSSL calls IEEE P1363. */
function token(userId, roles) {
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
