import { attachmentBucketOf } from './attachment.js';
import type { RequestContract } from './requests/request.js';
import { AccessTokenV1 } from './requests/access-token.v1.js';
import { TryReplyMailboxV1, TrySendingProfileV1 } from './requests/try-settings.v1.js';
import { EVENTS } from './events/index.js';
import type { EventContract } from './event.js';
import { SERVICE_NAMES, type ServiceName } from './services.js';
import { REPLY_FILES_BUCKET } from './reply-file.js';
import { BUCKETS, STREAMS, type StreamName } from './streams.js';

/** What a user of NATS may do. Who may say what is enforced by the broker: a `source` alone is only a claim. */
export interface Permissions {
  readonly publish: readonly string[];
  readonly neverPublish: readonly string[];
  readonly subscribe: readonly string[];
}

const ASKS: Partial<Record<ServiceName, readonly RequestContract[]>> = {
  config: [TrySendingProfileV1, TryReplyMailboxV1],
  'outbound-mail': [AccessTokenV1],
  'inbound-reply': [AccessTokenV1],
};

const ANSWERS: Partial<Record<ServiceName, readonly RequestContract[]>> = {
  config: [AccessTokenV1],
  'outbound-mail': [TrySendingProfileV1],
  'inbound-reply': [TryReplyMailboxV1],
};

/** What may be erased, message by message, and by whom: a secret in clear that a foreign client asked for mail with. */
export const ERASES: Partial<Record<ServiceName, StreamName>> = { 'outbound-mail': 'REQUEST' };

/**
 * Streams and consumers are created by the services themselves; nobody needs to destroy one. Who is sent very much says
 * from time to time how far he is.
 */
const JETSTREAM = ['$JS.API.>', '$JS.ACK.>', '$JS.FC.>'];
const NEVER = ['STREAM.DELETE', 'STREAM.PURGE', 'STREAM.MSG.DELETE', 'STREAM.SNAPSHOT', 'STREAM.RESTORE'];

/** The prefix of a user's inboxes: a shared one would let each read the answers to the others. */
export const inboxPrefixOf = (user: string): string => `_INBOX_${user}`;

/**
 * The prefix of where somebody waits for the answer to a question: who answers it may publish there, and nobody else
 * (ADR 28).
 */
export const answerPrefixOf = (user: string, { subject }: RequestContract): string =>
  `${inboxPrefixOf(user)}.answer.${subject}`;

export function permissionsOf(service: ServiceName): Permissions {
  const subjects = (requests: readonly RequestContract[] = []) => requests.map(({ subject }) => subject);
  const buckets = service === 'config' ? BUCKETS.map((bucket) => `$KV.${bucket}.>`) : [];
  return {
    publish: [
      ...eventsOf(service),
      ...buckets,
      ...filesOf(service),
      ...subjects(ASKS[service]),
      ...answersOf(service),
      ...JETSTREAM,
    ],
    neverPublish: neverOf(service).map((api) => `$JS.API.${api}`),
    subscribe: [`${inboxPrefixOf(service)}.>`, ...subjects(ANSWERS[service])],
  };
}

/** To whoever asks. */
function answersOf(service: ServiceName): string[] {
  const answered = ANSWERS[service] ?? [];
  return SERVICE_NAMES.flatMap((asker) =>
    (ASKS[asker] ?? [])
      .filter((request) => answered.includes(request))
      .map((request) => `${answerPrefixOf(asker, request)}.*`),
  );
}

/** For a broker a denial is stronger than a permission, so each of the other streams is named. */
function neverOf(service: ServiceName): string[] {
  const names = [...Object.keys(STREAMS), ...BUCKETS.map((bucket) => `KV_${bucket}`)];
  const erases = ERASES[service];
  return NEVER.flatMap((api) =>
    erases && api === 'STREAM.MSG.DELETE'
      ? names.filter((name) => name !== erases).map((name) => `${api}.${name}`)
      : [`${api}.>`],
  );
}

/** What a service outside of the four may do: ask for notifications in its own name, with files of its own. */
export const permissionsOfPublisher = (publisher: string): Permissions => ({
  publish: [
    ...(EVENTS as readonly EventContract[])
      .filter(({ publishers }) => publishers === 'anybody')
      .map((event) => event.permission(publisher)),
    ...intoBucket(attachmentBucketOf(publisher)),
    ...IS_THERE.map((api) => `$JS.API.STREAM.${api}.OBJ_${attachmentBucketOf(publisher)}`),
  ],
  neverPublish: [],
  subscribe: [`${inboxPrefixOf(publisher)}.>`],
});

/** Pieces and descriptions of objects; their names are of no use to a permission. */
function intoBucket(bucket: string): string[] {
  return [`$O.${bucket}.>`];
}
/** Whether an object is there already. It may be put again, never be taken away. */
const IS_THERE = ['INFO', 'MSG.GET'];

/** Who puts files where. They are read as JetStream lets a service read streams. */
const FILES: Partial<Record<ServiceName, readonly string[]>> = {
  conversation: intoBucket(attachmentBucketOf('conversation')),
  'inbound-reply': intoBucket(REPLY_FILES_BUCKET),
};
const filesOf = (service: ServiceName): readonly string[] => FILES[service] ?? [];

/** `anybody` is asked for by conversation alone among the four. */
const eventsOf = (service: ServiceName): string[] =>
  (EVENTS as readonly EventContract[])
    .filter(({ publishers }) => (publishers === 'anybody' ? service === 'conversation' : publishers.includes(service)))
    .map((event) => event.permission(service));
