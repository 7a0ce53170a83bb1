import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { TrackingMode } from '@replyline/contracts';
import { freePorts, until } from '@replyline/local-servers';
import { ApiClient } from '../api-client.js';
import { settled, stopAll } from './all-or-none.js';
import { startBackends, type GivenServers, type RunningBackends } from './backends.js';
import { addressOf, startMailServers, type MailServers } from './mail-servers.js';
import { PEOPLE, stackSecrets, type PersonName, type StackSecrets } from './secrets.js';
import { onlyOne } from './only-one.js';
import { requireOwnFolder } from './own-folder.js';
import { seed } from './seed.js';
import { startService, type RunningService } from './service-process.js';
import { environmentOf, servicePorts, SERVICES, type ServiceName } from './services.js';
import { bearerToken } from './tokens.js';

export interface StackOptions {
  /** Everything that the stack keeps is in here. */
  readonly dir: string;
  /** Forgets what an earlier run kept. */
  readonly fresh?: boolean;
  readonly trackingMode?: TrackingMode;
  readonly given?: GivenServers;
  /** Other mail servers than the hub and Dovecot. */
  readonly mailServers?: (dir: string, secrets: StackSecrets) => Promise<MailServers>;
  /** Settings of a service that differ from the ones of the stack. */
  readonly env?: Partial<Record<ServiceName, Record<string, string>>>;
  /** Gives up between two steps, and then throws an `AbortError`. */
  readonly signal?: AbortSignal;
  /** Called when nobody else uses the folder any more, before anything starts. */
  readonly onOwned?: () => void;
  /** Hears of each step: this takes seconds. */
  readonly onProgress?: (step: string) => void;
}

export interface Person {
  readonly id: string;
  readonly email: string;
  readonly password: string;
  readonly token: string;
}

export interface Stack {
  readonly backends: RunningBackends;
  readonly mail: MailServers;
  readonly secrets: StackSecrets;
  readonly people: Readonly<Record<PersonName, Person>>;
  service(name: ServiceName): RunningService;
  /** Starts one more of a service, on a port of its own; it ends with the stack. */
  replica(name: ServiceName): Promise<RunningService>;
  /** Starts a service again, on its port and with its database, after it was stopped or killed. */
  restart(name: ServiceName): Promise<void>;
  stop(): Promise<void>;
}

/** The whole product on this machine: servers, services, people and settings. A failed start leaves nothing behind. */
export async function startStack(options: StackOptions): Promise<Stack> {
  const { dir, fresh = false, signal } = options;
  const onProgress = (step: string) => {
    signal?.throwIfAborted();
    options.onProgress?.(step);
  };
  const ends: (() => Promise<void>)[] = [];
  const stop = () => stopAll(ends.splice(0).reverse());
  try {
    requireOwnFolder(dir);
    ends.push(await onlyOne(dir));
    options.onOwned?.();
    if (fresh) rmSync(dir, { recursive: true, force: true });
    mkdirSync(dir, { recursive: true });
    const stack = await compose(options, ends, onProgress);
    signal?.throwIfAborted();
    return { ...stack, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function compose(
  { dir, fresh = false, given, trackingMode, env = {}, mailServers = startMailServers }: StackOptions,
  ends: (() => Promise<void>)[],
  onProgress: (step: string) => void,
): Promise<Omit<Stack, 'stop'>> {
  const secrets = await stackSecrets(join(dir, 'secrets.json'));
  onProgress('starting PostgreSQL, NATS and the mail servers');
  const ending = <T extends { stop(): Promise<void> }>(it: T): T => (ends.push(() => it.stop()), it);
  const [backends, mail] = await settled([
    startBackends({ dir, fresh, ...(given && { given }) }, secrets).then(ending),
    mailServers(dir, secrets).then(ending),
  ]);
  const people = await peopleOf(secrets);
  const ports = await servicePorts();
  const running = new Map<ServiceName, RunningService>();
  ends.push(() => settled([...running.values()].map((service) => service.stop())).then(() => undefined));
  const start = async (name: ServiceName) => {
    const variables = { ...environmentOf(name, { ports, secrets, backends }), ...env[name] };
    running.set(name, await startService({ name, dir: join(dir, name), port: ports[name], env: variables }));
  };
  const replica = async (name: ServiceName) => {
    const [port] = await freePorts(1);
    const variables = { ...environmentOf(name, { ports, secrets, backends }), ...env[name], PORT: String(port) };
    return ending(await startService({ name, dir: join(dir, `${name}-${port}`), port: port!, env: variables }));
  };
  onProgress(`starting ${SERVICES.join(', ')}`);
  await settled(SERVICES.map(start));
  const service = (name: ServiceName) => running.get(name)!;
  onProgress('saving users, sending profile and reply mailbox, each tested first');
  const configUrl = service('config').url;
  await seed({ configUrl, adminToken: people.admin.token, secrets, mail, ...(trackingMode && { trackingMode }) });
  await until(() => everybodyIsKnown(service('conversation').url, people), {
    what: 'the users to be known everywhere',
  });
  return { backends, mail, secrets, people, service, replica, restart: start };
}

/** Users travel by NATS: a moment after they are saved, the other services know them. */
async function everybodyIsKnown(url: string, people: Stack['people']): Promise<boolean> {
  const asks = Object.values(people).map(({ token }) => new ApiClient(url, token).request('GET', '/v1/conversations'));
  return (await Promise.all(asks)).every(({ ok }) => ok);
}

async function peopleOf(secrets: StackSecrets): Promise<Stack['people']> {
  const entries = (Object.keys(PEOPLE) as PersonName[]).map(async (name): Promise<[PersonName, Person]> => {
    const { id, password } = secrets.people[name];
    const token = await bearerToken(secrets.signingKey, { id, roles: PEOPLE[name].roles });
    return [name, { id, password, token, email: addressOf(name) }];
  });
  return Object.fromEntries(await Promise.all(entries)) as Stack['people'];
}
