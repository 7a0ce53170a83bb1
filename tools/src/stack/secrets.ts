import { randomBytes, randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { SERVICE_NAMES, type ServiceName } from '@replyline/contracts';
import { exportJWK, generateKeyPair, type JWK } from 'jose';

/** What a stack keeps so that it finds its mail and its data again: made once, on this machine, for nobody else. */
export interface StackSecrets {
  readonly intentKeys: string;
  readonly outboundKeys: string;
  readonly inboundKeys: string;
  readonly configKeys: string;
  readonly signingKey: JWK;
  readonly people: Readonly<Record<PersonName, { readonly id: string; readonly password: string }>>;
  readonly notificationsPassword: string;
  readonly repliesPassword: string;
  /** Of each service's user of NATS. */
  readonly natsPasswords: Readonly<Record<ServiceName, string>>;
}

export type PersonName = 'admin' | 'alice' | 'bob';
export const PEOPLE = {
  admin: { displayName: 'Ada Admin', roles: ['server-admin', 'user'] },
  alice: { displayName: 'Alice Example', roles: ['user'] },
  bob: { displayName: 'Bob Example', roles: ['user'] },
} as const satisfies Record<PersonName, { displayName: string; roles: readonly string[] }>;

/** Reads the secrets of a stack, or makes them. Only the owner can read the file. */
export async function stackSecrets(file: string): Promise<StackSecrets> {
  const kept = existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Partial<StackSecrets>) : {};
  const secrets: StackSecrets = { ...(await make()), ...kept };
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, JSON.stringify(secrets, null, 2), { mode: 0o600 });
  return secrets;
}

async function make(): Promise<StackSecrets> {
  const { privateKey } = await generateKeyPair('ES256', { extractable: true });
  return {
    intentKeys: `1:${key()}`,
    outboundKeys: `o1:${key()}`,
    inboundKeys: `i1:${key()}`,
    configKeys: `c1:${key()}`,
    signingKey: { ...(await exportJWK(privateKey)), kid: 'local', alg: 'ES256' },
    people: { admin: person(), alice: person(), bob: person() },
    notificationsPassword: password(),
    repliesPassword: password(),
    natsPasswords: Object.fromEntries(SERVICE_NAMES.map((name) => [name, word()])) as Record<ServiceName, string>,
  };
}

const key = () => randomBytes(32).toString('base64url');
const password = () => randomBytes(9).toString('base64url');
/** nats-server reads a value that looks like a number as one. */
const word = () => `p${randomBytes(12).toString('hex')}`;
const person = () => ({ id: randomUUID(), password: password() });
