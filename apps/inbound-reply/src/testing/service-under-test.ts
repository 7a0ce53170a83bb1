import { randomBytes, randomUUID } from 'node:crypto';
import {
  DirectoryUserDocument,
  ReplyMailboxDocument,
  secretBinding,
  secretEndpointsOf,
  type Event,
  type EventContract,
  type EventOf,
  type ReplyMailbox,
  type ReplyMailboxOf,
} from '@replyline/contracts';
import { Outbox } from '@replyline/messaging';
import { parseKeyRing, seal } from '@replyline/sealing';
import { createLog, localIssuer, readEnvironment, startService, type RunningService } from '@replyline/service-host';
import { DataSource } from 'typeorm';
import type { z } from 'zod';
import type { inboundMailDetail, InboundMailSummary } from '../show-inbound-mail/inbound-mail-view.js';
import { service } from '../service.js';
import { aSent, INTENT_KEYS, type Sending, type Sent } from './a-sent.js';
import { MAILBOX } from './an-answer.js';

export { intentKeys, SENT_TEXT, type Sending, type Sent } from './a-sent.js';

export interface Servers {
  readonly databaseUrl: string;
  readonly natsUrl: string;
  readonly imapPort: number;
  /** Of the user `replies`. */
  readonly password: string;
}

export type Mail = z.output<typeof inboundMailDetail>;

const INBOUND_SECRET_KEYS = `a:${randomBytes(32).toString('base64url')}`;
export const secretKeys = parseKeyRing(INBOUND_SECRET_KEYS, 'INBOUND_SECRET_KEYS');

/** Without who may call it. */
export const environmentFor = ({ databaseUrl, natsUrl }: Servers): Record<string, string> => ({
  DATABASE_URL: databaseUrl,
  NATS_URL: natsUrl,
  INTENT_KEYS,
  INBOUND_SECRET_KEYS,
});

type ImapMailbox = ReplyMailboxOf<'imap'>;

/** The real service over HTTP and NATS, with alice in its directory. */
export class ServiceUnderTest {
  readonly alice = randomUUID();

  private constructor(
    private readonly servers: Servers,
    private readonly running: RunningService,
    private readonly authorization: string,
    private readonly lines: readonly string[],
  ) {}

  static async start(servers: Servers, variables: Record<string, string> = {}): Promise<ServiceUnderTest> {
    const issuer = await localIssuer();
    const given = { ...environmentFor(servers), ...issuer.environment, ...variables };
    const env = readEnvironment(service.environment, given);
    const lines: string[] = [];
    const log = createLog(service.name, 'info', { write: (line) => void lines.push(line) });
    const running = await startService(service, env, log);
    const token = await issuer.token({ userId: randomUUID(), roles: ['server-admin'] });
    return new ServiceUnderTest(servers, running, `Bearer ${token}`, lines);
  }

  stop(): Promise<void> {
    return this.running.stop();
  }

  log(): Record<string, unknown>[] {
    return this.lines.map((line) => JSON.parse(line) as Record<string, unknown>);
  }

  get url(): string {
    return this.running.url;
  }

  get app() {
    return this.running.app;
  }

  get db(): DataSource {
    return this.running.app.get(DataSource);
  }

  /** A document as config writes it: what is left out is filled in, secrets are sealed for their endpoints. */
  sealedMailbox(settings: object, secrets: Record<string, string>): ReplyMailbox {
    const plain = ReplyMailboxDocument.schema.parse({ revision: 1, ...settings });
    const sealed = Object.entries(secrets).map(([field, secret]) => {
      const endpoint = secretEndpointsOf(plain)[field]!;
      return [
        field,
        seal(secret, secretBinding(ReplyMailboxDocument.key(plain.id), field, endpoint, plain.revision), secretKeys),
      ] as const;
    });
    return ReplyMailboxDocument.schema.parse({ ...plain, ...Object.fromEntries(sealed) });
  }

  mailbox(changes: Partial<ImapMailbox> = {}): ImapMailbox {
    const settings = {
      kind: 'imap' as const,
      enabled: true,
      host: '127.0.0.1',
      port: this.servers.imapPort,
      encryption: 'none' as const,
      user: MAILBOX,
      replyToAddress: MAILBOX,
      trackingMode: 'address' as const,
      verifyCertificate: true,
      pollIntervalSeconds: 180,
      senderProof: { kind: 'trust-from' as const },
      revision: 1,
      ...changes,
    };
    const binding = secretBinding(ReplyMailboxDocument.key(changes.id), 'password', settings, settings.revision);
    return { password: seal(this.servers.password, binding, secretKeys), ...settings };
  }

  /** Says what config would say. */
  configure(changes: Partial<ImapMailbox> = {}): Promise<void> {
    return this.configureAs(this.mailbox(changes));
  }

  async configureAs(mailbox: ReplyMailbox): Promise<void> {
    await this.speaks('en');
    await this.db.transaction((tx) => this.running.app.get(Outbox).put(tx, ReplyMailboxDocument, mailbox.id, mailbox));
  }

  /** Says what config says when a further mailbox is deleted. */
  forgetMailbox(id: string): Promise<void> {
    return this.db.transaction((tx) => this.running.app.get(Outbox).remove(tx, ReplyMailboxDocument, id));
  }

  /** Alice reads in this language from now on. */
  async speaks(locale: string): Promise<void> {
    const named = { id: this.alice, name: 'alice', displayName: 'Alice', revision: 1, locale };
    const addresses = { address: 'alice@example.test', otherAddresses: ['Alice.Home@Example.ORG'] };
    const user = { ...named, ...addresses, roles: ['user' as const], groups: [] };
    await this.db.transaction((tx) => this.running.app.get(Outbox).put(tx, DirectoryUserDocument, this.alice, user));
  }

  /** Alice is taken out of the directory, until she `speaks` again. */
  async leaves(): Promise<void> {
    await this.db.transaction((tx) => this.running.app.get(Outbox).remove(tx, DirectoryUserDocument, this.alice));
  }

  /** A mail to alice, not announced yet. */
  aSent(sending: Sending = {}): Sent {
    return aSent(this.alice, sending);
  }

  /** Says what outbound-mail would say. */
  publish(...events: Event[]): Promise<void> {
    return this.db.transaction((tx) => this.running.app.get(Outbox).add(tx, ...events));
  }

  async announced(options: Sending = {}): Promise<Sent> {
    const sent = this.aSent(options);
    await this.publish(sent.event);
    return sent;
  }

  /** What the service has committed to publish, oldest first. */
  async committed<C extends EventContract>(contract: C): Promise<EventOf<C>[]> {
    const rows: { payload: string }[] = await this.db.query(
      `SELECT payload FROM outbox WHERE starts_with(subject, $1) ORDER BY seq`,
      [contract.type],
    );
    return rows.map(({ payload }) => contract.parse(JSON.parse(payload)) as EventOf<C>);
  }

  /** The mails that stand in the database, oldest first, as an operator lists them. */
  async listed(): Promise<InboundMailSummary[]> {
    const { items } = (await this.get('/v1/inbound-mails?limit=200')) as { items: InboundMailSummary[] };
    return items.reverse();
  }

  /** Those of them that are sought, with all that is known: each is asked for by itself. */
  async mails(isSought: (mail: InboundMailSummary) => boolean = () => true): Promise<Mail[]> {
    const sought = (await this.listed()).filter(isSought);
    return (await Promise.all(sought.map(({ id }) => this.get(`/v1/inbound-mails/${id}`)))) as Mail[];
  }

  /** What anybody was told so far was yesterday. */
  aDayPasses(): Promise<unknown> {
    return this.db.query(`UPDATE claim SET claimed_at = claimed_at - interval '1 day'`);
  }

  fetch(path: string, init: RequestInit = {}): Promise<Response> {
    return fetch(this.url + path, { ...init, headers: { authorization: this.authorization, ...init.headers } });
  }

  post(path: string, body: object = {}): Promise<Response> {
    const headers = { 'content-type': 'application/json' };
    return this.fetch(path, { method: 'POST', headers, body: JSON.stringify(body) });
  }

  async get(path: string): Promise<unknown> {
    return (await this.fetch(path)).json();
  }
}
