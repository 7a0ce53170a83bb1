import { permissionsOf, permissionsOfPublisher, type Permissions } from './permissions.js';
import { SERVICE_NAMES, type ServiceName } from './services.js';

/** The account with the streams and the four services. */
const OURS = 'REPLYLINE';
const API = '$JS.API.';

/** Who logs in to the broker. A password stands as nats-server reads it: a text, a bcrypt hash, or a `$VARIABLE`. */
export interface Logins {
  /** From the environment of the broker if absent. */
  readonly passwordOf?: (service: ServiceName) => string;
  /** Users who may do everything, and their passwords. */
  readonly operators?: Readonly<Record<string, string>>;
  /** Services outside of the four, and their passwords. */
  readonly publishers?: Readonly<Record<string, string>>;
  /** A file with the accounts of more publishers. */
  readonly include?: string;
}

/** How the password of a service's user is named in the environment of the broker. */
export const natsPasswordVariable = (service: ServiceName): string =>
  `NATS_PASSWORD_${service.replaceAll('-', '_').toUpperCase()}`;

/**
 * The accounts of the broker as nats-server reads them. JetStream answers where the question says, with the rights of the
 * broker, so each publisher has an account: the subject for its answer is one of that account and of no other (ADR 0017).
 */
export function natsAccounts({
  passwordOf = (service) => `$${natsPasswordVariable(service)}`,
  operators = {},
  publishers = {},
  include,
}: Logins): string {
  const users = [
    ...SERVICE_NAMES.map((service) => user(service, passwordOf(service), permissionsOf(service))),
    ...Object.entries(operators).map(([name, password]) => `{ user: "${name}", password: ${password} }`),
  ];
  return block('accounts: {', [
    block(`${OURS}: {`, [
      'jetstream: enabled',
      block('users: [', users, ']'),
      block('exports: [', permissionsOfPublisher('*').publish.map(exported), ']'),
    ]),
    ...Object.entries(publishers).map(([name, password]) => publisherAccount(name, password)),
    ...(include ? [`include ${include}`] : []),
  ]);
}

/** The account of a publisher: what it may say is brought over to ours, message by message, and the answer back. */
export function publisherAccount(publisher: string, password: string): string {
  const permissions = permissionsOfPublisher(publisher);
  const { publish } = permissions;
  const asked = publish.filter((subject) => subject.startsWith(API));
  // A publisher asks in the words of every client; they would find the JetStream of its own account, which has none.
  const allowed = { ...permissions, publish: [...publish, ...asked.map(carried)] };
  return block(`publisher-${publisher}: {`, [
    block('users: [', [user(publisher, password, allowed)], ']'),
    block('imports: [', publish.map(imported), ']'),
    block(
      'mappings: {',
      asked.map((subject) => `"${subject}": "${carried(subject)}"`),
    ),
  ]);
}

function user(name: string, password: string, { publish, neverPublish, subscribe }: Permissions): string {
  const deny = neverPublish.length > 0 ? `, deny: ${quoted(neverPublish)}` : '';
  const lines = [`publish: { allow: ${quoted(publish)}${deny} }`, `subscribe: ${quoted(subscribe)}`];
  return block(`{ user: "${name}", password: ${password}, permissions: {`, lines, '} }');
}

/** A wildcard of NATS is a whole token: what exactly a publisher may say stands in its own account. */
const exported = (subject: string): string => {
  const tokens = subject.split('.').map((token) => (token.endsWith('*') ? '*' : token));
  return `{ service: "${tokens.join('.')}" }`;
};

const imported = (subject: string): string => {
  const service = `service: { account: ${OURS}, subject: "${subject}" }`;
  return subject.startsWith(API) ? `{ ${service}, to: "${carried(subject)}" }` : `{ ${service} }`;
};

const carried = (subject: string): string => subject.replace(API, 'replyline.');

const quoted = (subjects: readonly string[]): string => `[${subjects.map((subject) => `"${subject}"`).join(', ')}]`;

function block(first: string, inside: readonly string[], last = '}'): string {
  const lines = inside.flatMap((text) => text.trimEnd().split('\n'));
  return [first, ...lines.map((line) => `  ${line}`), last].join('\n') + '\n';
}
