import { randomUUID } from 'node:crypto';
import { jetstream, jetstreamManager, type ConsumerInfo, type PubAck } from '@nats-io/jetstream';
import { Kvm } from '@nats-io/kv';
import { connect, type NatsConnection } from '@nats-io/transport-node';
import {
  DirectoryUserDocument,
  NotificationRequestedV1,
  ReplyMailboxDocument,
  secretBinding,
  SendingProfileDocument,
  streamOf,
  type DirectoryUser,
  type DocumentContract,
  type Event,
  type EventContract,
  type EventOf,
  type ReplyMailboxOf,
  type SendingProfileOf,
} from '@replyline/contracts';
import { parseIntentKeys, type IntentKeys } from '@replyline/intent';
import { ensureStreams } from '@replyline/messaging';
import { parseKeyRing, seal } from '@replyline/sealing';
import { localIssuer, type LocalIssuer, type Role } from '@replyline/service-host';
import { streamed } from '@replyline/testing';

export type SmtpProfile = SendingProfileOf<'smtp'>;
type ImapMailbox = ReplyMailboxOf<'imap'>;

const KEY = Buffer.alloc(32, 7).toString('base64url');
const SECRET_KEYS = `k1:${KEY}`;
const INTENT_KEYS = `1:${KEY}`;
/** Beside processes that start, a broker may need longer than the usual five seconds. */
const PATIENT = { timeout: 60_000 };

export interface Servers {
  readonly databaseUrl: string;
  readonly natsUrl: string;
}

/** Everything that a process needs to be this service. */
export const environmentFor = ({ servers: { databaseUrl, natsUrl }, issuer }: Surroundings) => ({
  DATABASE_URL: databaseUrl,
  NATS_URL: natsUrl,
  ...issuer.environment,
  OUTBOUND_SECRET_KEYS: SECRET_KEYS,
  INTENT_KEYS,
  REVIEW_BASE_URL: 'https://replies.example/',
  UNSUBSCRIBE_BASE_URL: 'https://mail.example/',
  LOG_LEVEL: 'silent',
});

/** What stands around the service: NATS with what config would say, and a conversation service that asks. */
export class Surroundings {
  private readonly revisions = new Map<string, number>();

  private constructor(
    readonly servers: Servers,
    readonly nats: NatsConnection,
    readonly issuer: LocalIssuer,
  ) {}

  static async of(servers: Servers): Promise<Surroundings> {
    const nats = await connect({ servers: servers.natsUrl });
    await ensureStreams(nats);
    return new Surroundings(servers, nats, await localIssuer());
  }

  get intentKeys(): IntentKeys {
    return parseIntentKeys(INTENT_KEYS);
  }

  stop(): Promise<void> {
    return this.nats.close();
  }

  token(...roles: Role[]): Promise<string> {
    return this.issuer.token({ userId: randomUUID(), roles });
  }

  async user(name: string, more: Partial<DirectoryUser> = {}): Promise<DirectoryUser> {
    const user: DirectoryUser = {
      id: randomUUID(),
      revision: 1,
      name,
      displayName: `${name.charAt(0).toUpperCase()}${name.slice(1)} Example`,
      address: `${name}@example.test`,
      roles: ['user'],
      groups: [],
      otherAddresses: [],
      locale: 'en',
      timeZone: 'UTC',
      subscriptions: [],
      ...more,
    };
    await this.put(DirectoryUserDocument, user.id, user);
    return user;
  }

  /** The system sending profile, its password sealed as config seals it. */
  async profile(port: number, more: Partial<SmtpProfile> = {}, password?: string): Promise<SmtpProfile> {
    const profile = this.draft(port, more, password);
    await this.put(SendingProfileDocument, profile.id, profile);
    return profile;
  }

  draft(port: number, more: Partial<SmtpProfile> = {}, password?: string): SmtpProfile {
    const revision = (this.revisions.get('profile') ?? 0) + 1;
    this.revisions.set('profile', revision);
    const profile: SmtpProfile = {
      kind: 'smtp',
      id: 'system',
      revision,
      host: '127.0.0.1',
      port,
      encryption: 'none',
      scope: 'system',
      verifyCertificate: true,
      timeoutSeconds: 2,
      maxConnections: 10,
      charset: 'utf-8',
      fromMode: 'system',
      fromAddress: 'desk@example.test',
      displayName: 'Replyline',
      ...more,
    };
    if (password === undefined) return profile;
    const binding = secretBinding('sending-profile.system', 'password', profile, revision);
    return { ...profile, password: seal(password, binding, parseKeyRing(SECRET_KEYS, 'SECRET_KEYS')) };
  }

  async mailbox(more: Partial<ImapMailbox> = {}): Promise<ImapMailbox> {
    const mailbox: ImapMailbox = {
      kind: 'imap',
      revision: 1,
      enabled: true,
      host: '127.0.0.1',
      port: 143,
      encryption: 'none',
      user: 'replies@example.test',
      replyToAddress: 'replies@example.test',
      verifyCertificate: true,
      trackingMode: 'address',
      pollIntervalSeconds: 180,
      senderProof: { kind: 'trust-from' },
      ...more,
    };
    await this.put(ReplyMailboxDocument, undefined, mailbox);
    return mailbox;
  }

  async put(contract: DocumentContract, id: string | undefined, value: unknown): Promise<void> {
    const bucket = await new Kvm(this.nats).open(contract.bucket);
    await bucket.put(contract.key(id), JSON.stringify(value));
  }

  async remove(contract: DocumentContract, id: string): Promise<void> {
    const bucket = await new Kvm(this.nats).open(contract.bucket);
    await bucket.delete(contract.key(id));
  }

  async request(data: Asked, more: Partial<Event> = {}): Promise<Request> {
    const event = this.composed(data, more);
    await jetstream(this.nats).publish(NotificationRequestedV1.subjectOf(event), JSON.stringify(event), PATIENT);
    return event;
  }

  /** A request that nobody has been told of. */
  composed(data: Asked, more: Partial<Event> = {}): Request {
    return { ...NotificationRequestedV1.make(data, { source: '/services/conversation' }), ...more } as Request;
  }

  /** A mention, which is what most tests need. */
  mention(...users: readonly DirectoryUser[]): Promise<Request> {
    return this.request(aMention(...users));
  }

  publish(subject: string, body: object): Promise<PubAck> {
    return jetstream(this.nats).publish(subject, JSON.stringify(body), PATIENT);
  }

  /** How far a consumer is. */
  async consumer(stream: string, durable: string): Promise<ConsumerInfo> {
    return (await jetstreamManager(this.nats)).consumers.info(stream, durable);
  }

  /** Which subjects of a stream are heard. */
  async heardOf(stream: string): Promise<(string | undefined)[]> {
    const consumers = (await jetstreamManager(this.nats)).consumers.list(stream);
    const subjects: (string | undefined)[] = [];
    for await (const { config } of consumers) subjects.push(config.filter_subject);
    return subjects;
  }

  /** Every event of a contract that stands on its stream, oldest first. */
  streamed<C extends EventContract>(contract: C): Promise<EventOf<C>[]> {
    return streamed(this.nats, streamOf(contract.type), contract) as Promise<EventOf<C>[]>;
  }
}

type Asked = Parameters<typeof NotificationRequestedV1.make>[0];
export type Request = EventOf<typeof NotificationRequestedV1>;

export const aMention = (...users: readonly Pick<DirectoryUser, 'id'>[]) => ({
  kind: 'mention' as const,
  lane: 'urgent' as const,
  recipients: users.map(({ id }) => ({ userId: id })),
  threadId: randomUUID(),
  replyTo: { conversationId: randomUUID(), postId: randomUUID() },
  variables: {
    actorName: 'Ada',
    conversationName: 'Migration plan',
    postText: 'Can you look at this?\nIt is <b>urgent</b>.',
  },
});
