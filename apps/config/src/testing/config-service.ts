import { randomBytes, randomUUID } from 'node:crypto';
import { Kvm } from '@nats-io/kv';
import { connect, type NatsConnection, type Subscription } from '@nats-io/transport-node';
import {
  ConfigChangedV1,
  type DocumentContract,
  type EventOf,
  type RequestContract,
  type Role,
  type TestReport,
} from '@replyline/contracts';
import { createLog, localIssuer, readEnvironment, startService, type LocalIssuer } from '@replyline/service-host';
import type { INestApplicationContext } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { Environment } from '../environment.js';
import { service } from '../service.js';

export interface Servers {
  readonly databaseUrl: string;
  readonly natsUrl: string;
  /** A fake Microsoft, where a test links accounts. */
  readonly microsoftUrl?: string;
  /** Variables that are not as in other tests. */
  readonly environment?: Record<string, string>;
}

/** What a test sends; `as` is the role, and the user where it matters who. */
export interface Call {
  readonly method?: 'GET' | 'PUT' | 'POST' | 'DELETE';
  readonly as?: Role;
  readonly userId?: string;
  readonly body?: unknown;
  readonly headers?: Record<string, string>;
}

export interface Answered {
  readonly status: number;
  readonly etag: string | null;
  readonly type: string | null;
  readonly retryAfter: string | null;
  readonly cookie: string | null;
  readonly body: Record<string, unknown>;
}

/** The question that a reading service got, in place of which the test sits. */
export interface Asked {
  readonly subject: string;
  readonly question: Record<string, Record<string, unknown>>;
}

export interface ConfigService {
  readonly url: string;
  readonly app: INestApplicationContext;
  readonly env: Environment;
  readonly db: DataSource;
  readonly nats: NatsConnection;
  /** The user that calls unless a test says who. */
  readonly admin: string;
  readonly changes: EventOf<typeof ConfigChangedV1>[];
  readonly asked: Asked[];
  call(path: string, call?: Call): Promise<Answered>;
  /** The header of a caller with one role. */
  authorization(role: Role, userId?: string, expires?: string): Promise<string>;
  /** Sits in the seat of the service that answers this request, from now on with this report. */
  answer(request: RequestContract, report: TestReport): Promise<void>;
  /** Nobody sits there any more. */
  fallSilent(request: RequestContract): Promise<void>;
  /** What a reading service finds in its bucket. */
  published(contract: DocumentContract, id?: string): Promise<Record<string, unknown> | undefined>;
  /** Whether everything that was saved has reached its readers. */
  isQuiet(): Promise<boolean>;
  /** Back to a service that nobody has configured; its users stay. */
  forget(): Promise<void>;
  /** Everything that was logged so far. */
  log(): string;
  stop(): Promise<void>;
}

export const WORKS: TestReport = { outcome: 'ok', steps: [{ name: 'tcp', outcome: 'ok' }] };

/** The real service on its real servers, and a test in the seats of its neighbours. */
export async function startConfig(servers: Servers): Promise<ConfigService> {
  const issuer = await localIssuer();
  const env = environmentFor({ ...servers, issuer });
  const lines: string[] = [];
  const log = createLog('config', 'trace', { write: (line) => void lines.push(line) });
  const running = await startService(service, env, log);
  const nats = await connect({ servers: servers.natsUrl });
  const admin = randomUUID();
  const seats = seatsOn(nats);
  const db = running.app.get(DataSource);
  const changes = changesOn(nats);
  await nats.flush();
  return {
    url: running.url,
    app: running.app,
    env,
    db,
    nats,
    admin,
    ...seats,
    changes,
    async call(path, { method = 'GET', as = 'server-admin', userId = admin, body, headers } = {}) {
      const response = await fetch(`${running.url}${path}`, {
        method,
        headers: {
          authorization: `Bearer ${await issuer.token({ userId, roles: [as] })}`,
          ...(body !== undefined && { 'content-type': 'application/json' }),
          ...headers,
        },
        ...(body !== undefined && { body: JSON.stringify(body) }),
      });
      return answered(response);
    },
    authorization: async (role, userId = admin, expires = '1h') =>
      `Bearer ${await issuer.token({ userId, roles: [role] }, expires)}`,
    published: (contract, id) => read(nats, contract, id),
    async isQuiet() {
      const [{ pending }] = await db.query('SELECT count(*)::int AS pending FROM outbox WHERE published_at IS NULL');
      await nats.flush();
      return pending === 0;
    },
    async forget() {
      await db.query('TRUNCATE settings');
      await forgetBucket(nats, 'settings');
      seats.asked.length = 0;
      changes.length = 0;
    },
    log: () => lines.join(''),
    async stop() {
      await nats.close();
      await running.stop();
    },
  };
}

interface Surroundings extends Servers {
  readonly issuer: LocalIssuer;
}

const environmentFor = ({ databaseUrl, natsUrl, microsoftUrl, issuer, environment }: Surroundings) =>
  readEnvironment(service.environment, {
    DATABASE_URL: databaseUrl,
    NATS_URL: natsUrl,
    ...issuer.environment,
    OUTBOUND_SECRET_KEYS: `o1:${randomBytes(32).toString('base64url')}`,
    INBOUND_SECRET_KEYS: `i1:${randomBytes(32).toString('base64url')}`,
    CONFIG_SECRET_KEYS: `c1:${randomBytes(32).toString('base64url')}`,
    PUBLIC_URL: 'http://localhost:8081/',
    ...(microsoftUrl && { MICROSOFT_BASE_URL: microsoftUrl }),
    ...environment,
  });

async function answered(response: Response): Promise<Answered> {
  const text = await response.text();
  return {
    status: response.status,
    etag: response.headers.get('etag'),
    type: response.headers.get('content-type'),
    retryAfter: response.headers.get('retry-after'),
    cookie: response.headers.get('set-cookie'),
    body: (text === '' ? {} : JSON.parse(text)) as Record<string, unknown>,
  };
}

/** The broker knows of a seat before its promise resolves: a question in between would reach nobody. */
function seatsOn(nats: NatsConnection): Pick<ConfigService, 'answer' | 'fallSilent' | 'asked'> {
  const asked: Asked[] = [];
  const reports = new Map<string, TestReport>();
  const seats = new Map<string, Subscription>();
  const sitDown = ({ subject, question }: RequestContract) =>
    nats.subscribe(subject, {
      callback: (_error, message) => {
        asked.push({ subject, question: question.parse(message.json()) as Asked['question'] });
        message.respond(JSON.stringify({ answer: reports.get(subject) }));
      },
    });
  return {
    asked,
    async answer(request, report) {
      reports.set(request.subject, report);
      if (!seats.has(request.subject)) seats.set(request.subject, sitDown(request));
      await nats.flush();
    },
    async fallSilent({ subject }) {
      seats.get(subject)?.unsubscribe();
      seats.delete(subject);
      await nats.flush();
    },
  };
}

function changesOn(nats: NatsConnection): EventOf<typeof ConfigChangedV1>[] {
  const changes: EventOf<typeof ConfigChangedV1>[] = [];
  nats.subscribe(ConfigChangedV1.filter, {
    callback: (_error, message) => void changes.push(ConfigChangedV1.parse(message.json())),
  });
  return changes;
}

async function read(nats: NatsConnection, contract: DocumentContract, id?: string) {
  const bucket = await new Kvm(nats).open(contract.bucket);
  const entry = await bucket.get(contract.key(id));
  return entry?.operation === 'PUT' ? (contract.parse(entry.json()) as Record<string, unknown>) : undefined;
}

async function forgetBucket(nats: NatsConnection, name: string): Promise<void> {
  const bucket = await new Kvm(nats).open(name);
  for await (const key of await bucket.keys()) await bucket.delete(key);
}
