import { z } from 'zod';
import { attachments } from '../attachment.js';
import { event, publisherOf } from '../event.js';
import { role, topic } from '../settings/directory-user.js';
import { key, mailAddress, moment, oneLine, prose, uuid, webLink } from '../text.js';

/** Which queue it waits in: an urgent mail never waits behind bulk. */
export const lane = z.enum(['urgent', 'normal', 'bulk']);
export type Lane = z.output<typeof lane>;

/** An answer to the mail becomes a post there. */
export const replyTarget = z.object({ conversationId: uuid, postId: uuid });

/** A person of the directory; everybody there who has a role, is in a group or subscribes to a topic; a plain address. */
const recipient = z.union([
  z.strictObject({ userId: uuid }),
  z.strictObject({ role }),
  z.strictObject({ group: oneLine(100) }),
  z.strictObject({ topic }),
  z.strictObject({ address: mailAddress }),
]);
export type Recipient = z.output<typeof recipient>;

const common = {
  lane: lane.default('normal'),
  /** One delivery each; a person who stands here twice, whichever way, gets one mail. */
  recipients: z.array(recipient).min(1).max(1_000),
  /** Mail of one thread carries the same root in `References`: the id of the conversation. */
  threadId: uuid.optional(),
  /** Nothing is handed over before; the attribute `expirytime` says when it is too late. */
  notBefore: moment.optional(),
  /**
   * What the publisher calls this request: asked for again with the same key and the same content it is one notification,
   * with other content it is rejected.
   */
  idempotencyKey: key(200).optional(),
  /** Whose doing it is: where the profile says so, the mail comes from that person's address. */
  actorId: uuid.optional(),
  /** Files, for the kinds of `ATTACHABLE_KINDS`. */
  attachments: z.never('this kind has no attachments').optional(),
};

/** Kinds that hand something over. Others are read in passing, or say what is not to lie in a file. */
export const ATTACHABLE_KINDS: readonly string[] = [
  'job-status',
  'event',
  'export-completed',
  'scheduled-query',
  'free-mail',
];
const withFiles = { ...common, attachments: attachments.optional() };

const name = oneLine(200);
const post = prose(100_000);

/**
 * Whoever has it gets in: it is in the mail and nowhere else. It travels sealed with the public key of outbound-mail
 * (`GET /v1/sealing-key`), as `libs/sealing` writes it; in clear it is refused.
 */
const sealed = z
  .string()
  .max(4_000)
  .regex(/^[a-z0-9]{1,16}\.[A-Za-z0-9_-]{66,}$/, 'is not sealed with the key of GET /v1/sealing-key')
  .meta({ sensitive: true });
/** Kinds that have such a variable. */
export const SENSITIVE_KINDS: readonly string[] = ['password'];
/**
 * Kinds whose words are kept back, sealed and purged: their mail holds what lets somebody in, or in the name of whom he
 * posts. The link of a held reply stands in no event: it is made where the mail is rendered.
 */
export const CONFIDENTIAL_KINDS: readonly string[] = [...SENSITIVE_KINDS, 'reply-held'];
/** What stands in such a variable once it is opened. */
export const SENSITIVE_VARIABLES = { password: oneLine(200), url: webLink } as const;
export type SensitiveVariable = keyof typeof SENSITIVE_VARIABLES;

/** The sensitive variables that a request has, by name. */
export function sensitiveVariablesOf(data: { kind: string; variables: object }): [SensitiveVariable, string][] {
  if (!SENSITIVE_KINDS.includes(data.kind)) return [];
  const names = Object.keys(SENSITIVE_VARIABLES) as SensitiveVariable[];
  const variables = data.variables as Partial<Record<SensitiveVariable, string>>;
  return names.flatMap((name) => (variables[name] === undefined ? [] : [[name, variables[name]]]));
}

/** Somebody was @-mentioned. The one kind that can be answered. */
const mention = z.object({
  ...common,
  kind: z.literal('mention'),
  replyTo: replyTarget,
  variables: z.object({ actorName: name, conversationName: name, postText: post }),
});

/** Somebody was assigned to a conversation. Cannot be answered. */
const assignment = z.object({
  ...common,
  kind: z.literal('assignment'),
  variables: z.object({ actorName: name, conversationName: name }),
});

/** A reply could not be posted: its text goes back to the person on record, with the reason. */
const replyRejected = z.object({
  ...common,
  kind: z.literal('reply-rejected'),
  variables: z.object({ reason: z.string().max(60), conversationName: name.optional(), replyText: post }),
});

/** A reply waits for its owner to say that he wrote it. */
const replyHeld = z.object({
  ...common,
  kind: z.literal('reply-held'),
  variables: z.object({ heldReplyId: uuid, conversationName: name.optional() }),
});

/** Something about the system that its admins should know. Cannot be answered. */
const report = z.object({ title: oneLine(300), text: post });
const systemHealth = z.object({ ...common, kind: z.literal('system-health'), variables: report });
const jobStatus = z.object({ ...withFiles, kind: z.literal('job-status'), variables: report });

/** Something happened that people subscribe to. Cannot be answered. */
const happening = z.object({
  ...withFiles,
  kind: z.literal('event'),
  variables: z.object({ topic, title: oneLine(300), text: post, url: webLink.optional() }),
});

/** Data are ready, for whoever exported them. */
const exportCompleted = z.object({
  ...withFiles,
  kind: z.literal('export-completed'),
  variables: z.object({ exportName: name, url: webLink, expiresAt: moment.optional() }),
});

/** A scheduled query ran, well or not, for its owners. */
const scheduledQuery = z.object({
  ...withFiles,
  kind: z.literal('scheduled-query'),
  variables: z.object({
    queryName: name,
    outcome: z.enum(['succeeded', 'failed']),
    ranAt: moment.optional(),
    /** What the server said of it: a number of rows, an error. */
    detail: prose(10_000).optional(),
    url: webLink.optional(),
  }),
});

const access = { displayName: name, expiresAt: moment.optional() };
/** A way into one's account: a one-time password, or a link under which a person chooses his own. */
const password = z.object({
  ...common,
  kind: z.literal('password'),
  variables: z.union([z.object({ ...access, password: sealed }), z.object({ ...access, url: sealed })]),
});

/** Something that a person, or a service for him, wanted to be reminded of. */
const reminder = z.object({
  ...common,
  kind: z.literal('reminder'),
  variables: z.object({
    title: oneLine(300),
    text: post.optional(),
    dueAt: moment.optional(),
    url: webLink.optional(),
  }),
});

/** What a script or flow of a person sends: through his own sending profile, or a shared one that he may use. */
const freeMail = z.object({
  ...withFiles,
  kind: z.literal('free-mail'),
  actorId: uuid,
  variables: z.object({ subject: oneLine(300), text: post }),
});

const request = z.discriminatedUnion('kind', [
  mention,
  assignment,
  replyRejected,
  replyHeld,
  systemHealth,
  jobStatus,
  happening,
  exportCompleted,
  scheduledQuery,
  password,
  reminder,
  freeMail,
]);
export type NotificationRequest = z.output<typeof request>;
export type NotificationKind = NotificationRequest['kind'];
export const NOTIFICATION_KINDS = request.options.map(({ shape }) => shape.kind.value);

const sensitive = z.looseObject({ data: z.looseObject({ kind: z.enum(SENSITIVE_KINDS), variables: z.unknown() }) });

/** What is refused may hold a password in clear, under whatever name. */
function withoutVariables(body: unknown): unknown {
  const { success, data: event } = sensitive.safeParse(body);
  return success ? { ...event, data: { ...event.data, variables: {} } } : undefined;
}

/** "Tell these people." The subject ends in lane and publisher, so that NATS permissions decide who may ask for what. */
export const NotificationRequestedV1 = event('notification.requested.v1', request, {
  by: 'anybody',
  routing: {
    suffix: (it) => `${it.data.lane}.${publisherOf(it)}`,
    wildcard: '*.*',
    permission: (publisher) => `*.${publisher}`,
  },
  keepable: withoutVariables,
});

/** What a consumer of one lane subscribes to. */
export const requestsIn = (of: Lane): string => `${NotificationRequestedV1.type}.${of}.*`;
