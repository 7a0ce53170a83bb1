import { randomUUID } from 'node:crypto';
import { jetstream, jetstreamManager } from '@nats-io/jetstream';
import { Kvm } from '@nats-io/kv';
import { connect, type NatsConnection } from '@nats-io/transport-node';
import {
  DirectoryUserDocument,
  streamOf,
  type DirectoryUser,
  type Event,
  type EventContract,
  type EventOf,
} from '@replyline/contracts';
import { ensureStreams } from '@replyline/messaging';
import {
  createLog,
  localIssuer,
  readEnvironment,
  startService,
  type LocalIssuer,
  type Role,
} from '@replyline/service-host';
import { streamed } from '@replyline/testing';
import { DataSource } from 'typeorm';
import type { z } from 'zod';
import type { conversationPage, conversationView } from '../keep-conversations/conversation-view.js';
import type { postPage, postView } from '../post/post-view.js';
import { service } from '../service.js';

export interface Servers {
  readonly databaseUrl: string;
  readonly natsUrl: string;
}

/** What answers hold. Which of it is there is what a test says. */
export type Body = z.output<typeof conversationView> &
  z.output<typeof postView> & {
    readonly items: (z.output<typeof conversationPage>['items'][number] & z.output<typeof postPage>['items'][number])[];
    readonly next: string | number | null;
    readonly errors: readonly { readonly path: string }[];
  };

export interface Answer {
  readonly status: number;
  readonly body: Body;
}

type Headers = Readonly<Record<string, string>>;

interface Asked {
  readonly method: string;
  readonly path: string;
  readonly body: unknown;
  readonly headers: Headers | undefined;
}

export type Call = (method: string, path: string, body?: unknown, headers?: Headers) => Promise<Answer>;

/** The real service over HTTP and NATS, with Ann, Bob and Cy in its directory. */
export class ServiceUnderTest {
  private constructor(
    readonly users: Readonly<Record<'ann' | 'bob' | 'cy', DirectoryUser>>,
    private readonly nats: NatsConnection,
    private readonly running: Awaited<ReturnType<typeof startService>>,
    private readonly issuer: LocalIssuer,
    private readonly lines: readonly string[],
  ) {}

  static async start({ databaseUrl, natsUrl }: Servers): Promise<ServiceUnderTest> {
    const users = { ann: aUser('ann'), bob: aUser('bob'), cy: aUser('cy') };
    const nats = await connect({ servers: natsUrl });
    await ensureStreams(nats);
    const directory = await new Kvm(nats).open(DirectoryUserDocument.bucket);
    for (const user of Object.values(users)) {
      await directory.put(DirectoryUserDocument.key(user.id), JSON.stringify(user));
    }
    const issuer = await localIssuer();
    const env = readEnvironment(service.environment, {
      DATABASE_URL: databaseUrl,
      NATS_URL: natsUrl,
      ...issuer.environment,
    });
    const lines: string[] = [];
    const log = createLog(service.name, 'info', { write: (line) => void lines.push(line) });
    const running = await startService(service, env, log);
    return new ServiceUnderTest(users, nats, running, issuer, lines);
  }

  async stop(): Promise<void> {
    await this.nats.close();
    await this.running.stop();
  }

  log(): Record<string, unknown>[] {
    return this.lines.map((line) => JSON.parse(line) as Record<string, unknown>);
  }

  get app() {
    return this.running.app;
  }

  /** A call whose answer is not JSON. */
  async fetch(user: { readonly id: string }, path: string): Promise<Response> {
    const token = await this.issuer.token({ userId: user.id, roles: ['user'] });
    return fetch(new URL(path, this.running.url), { headers: { authorization: `Bearer ${token}` } });
  }

  get db(): DataSource {
    return this.running.app.get(DataSource);
  }

  /** Somebody who calls the service; without roles, a user. */
  async as(subject: { readonly id: string }, ...roles: Role[]): Promise<Call> {
    const token = await this.issuer.token({ userId: subject.id, roles: roles.length > 0 ? roles : ['user'] });
    return (method, path, body, headers) => this.call(token, { method, path, body, headers });
  }

  publish(event: Event): Promise<unknown> {
    return this.publishRaw(event.type, JSON.stringify(event));
  }

  publishRaw(subject: string, body: string): Promise<unknown> {
    return jetstream(this.nats).publish(subject, body);
  }

  /** Every event of a contract that stands on its stream, oldest first. */
  streamed<C extends EventContract>(contract: C): Promise<EventOf<C>[]> {
    return streamed(this.nats, streamOf(contract.type), contract) as Promise<EventOf<C>[]>;
  }

  /** What the service has committed to publish, oldest first: also what the relay has not carried yet. */
  async committed<C extends EventContract>(contract: C): Promise<EventOf<C>[]> {
    const rows: { payload: string }[] = await this.db.query(
      `SELECT payload FROM outbox WHERE starts_with(subject, $1) ORDER BY seq`,
      [contract.type],
    );
    return rows.map(({ payload }) => contract.parse(JSON.parse(payload)) as EventOf<C>);
  }

  /** How many events a consumer has not settled yet. */
  async pending(stream: string, durable: string): Promise<number> {
    const { consumers } = await jetstreamManager(this.nats);
    const { num_pending, num_ack_pending } = await consumers.info(stream, durable);
    return num_pending + num_ack_pending;
  }

  /** Takes a user out of the directory, as config does. */
  async forget(user: DirectoryUser): Promise<void> {
    const directory = await new Kvm(this.nats).open(DirectoryUserDocument.bucket);
    await directory.delete(DirectoryUserDocument.key(user.id));
  }

  private async call(token: string, { method, path, body, headers }: Asked) {
    const response = await fetch(new URL(path, this.running.url), {
      method,
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json', ...headers },
      ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    const text = await response.text();
    return { status: response.status, body: (text === '' ? undefined : JSON.parse(text)) as Body };
  }
}

const aUser = (name: string): DirectoryUser => ({
  id: randomUUID(),
  revision: 1,
  name,
  displayName: `${name.charAt(0).toUpperCase()}${name.slice(1)} Example`,
  address: `${name}@example.com`,
  roles: ['user'],
  groups: [],
  otherAddresses: [],
  locale: 'en',
  timeZone: 'UTC',
  subscriptions: [],
});
