import { randomUUID } from 'node:crypto';
import { Failure } from '@replyline/errors';
import { z } from 'zod';
import { brokenBy } from './broken-by.js';
import type { ServiceName } from './services.js';
import { moment } from './text.js';

/** What an event may weigh; larger things travel by reference. */
export const MAX_EVENT_BYTES = 256 * 1024;

const PRINTABLE = /^[^\u0000-\u001f\u007f\p{Cs}]*$/u;
/** An identifier of somebody else's making: it ends up in headers and columns, so it has no control characters. */
const identifier = z.string().min(1).max(255).regex(PRINTABLE, 'has a control character, or half of one');

/** CloudEvents 1.0, structured mode. Extension attributes are lower-case letters only (CloudEvents §3.1). */
const envelope = z.object({
  specversion: z.literal('1.0'),
  /** Unique per `source` only (CloudEvents §3.1.1). */
  id: identifier,
  /** `/services/<publisher>`: who says so. */
  source: z.string().regex(/^\/services\/[a-z0-9-]{1,40}$/, 'is not /services/ and the name of a publisher'),
  /** What the event is about: the id of the notification, the conversation, the profile. */
  subject: identifier.optional(),
  time: moment,
  datacontenttype: z.literal('application/json').default('application/json'),
  /** Shared by everything that one request set in motion. */
  correlationid: identifier.optional(),
  /** The id of the event that caused this one. */
  causationid: identifier.optional(),
  /** W3C Trace Context §3.2. */
  traceparent: z
    .string()
    .regex(/^[0-9a-f]{2}-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}$/, 'is not a traceparent')
    .optional(),
  /** After this moment nobody wants it any more. */
  expirytime: moment.optional(),
});

export type Envelope = z.output<typeof envelope>;
export type Event<T = unknown> = Envelope & { readonly type: string; readonly data: T };

/** Who says so, and why. `id` is given where repeating the work must repeat the id. */
export type Origin = Pick<Envelope, 'source'> &
  Partial<Pick<Envelope, 'id' | 'subject' | 'correlationid' | 'causationid' | 'traceparent'>>;

export interface EventContract<S extends z.ZodType = z.ZodType> {
  /** `<what>.<happened>.v<major>`, the CloudEvents `type`. */
  readonly type: string;
  /** Who may say it, by the last segment of `source`; `anybody` who is let onto the subject. */
  readonly publishers: readonly ServiceName[] | 'anybody';
  /** What a consumer subscribes to. */
  readonly filter: string;
  /** What a publisher has to be let onto. */
  permission(publisher: string): string;
  /** The NATS subject that this very event travels on. */
  subjectOf(event: Event<z.output<S>>): string;
  make(data: z.input<S>, origin: Origin): Event<z.output<S>>;
  /**
   * Throws `contract.invalid_event`, naming the paths that are wrong, and why, and none of their values, and
   * `contract.foreign_source` when somebody says it who may not.
   */
  parse(body: unknown): Event<z.output<S>>;
  /** A body that breaks this contract without what must not be kept of it; `undefined` where all of it may be. */
  keepable(body: unknown): unknown;
  readonly schema: z.ZodType;
}

export type EventOf<C> = C extends EventContract<infer S> ? Event<z.output<S>> : never;

/** How an event's subject goes on behind its type: what of that a consumer filters by, and who may publish what. */
export interface Routing<T> {
  readonly suffix: (event: Event<T>) => string;
  readonly wildcard: string;
  readonly permission: (publisher: string) => string;
}

export interface EventOptions<T> {
  readonly by: EventContract['publishers'];
  readonly routing?: Routing<T>;
  /** See `keepable`. */
  readonly keepable?: (body: unknown) => unknown;
}

export function event<S extends z.ZodType>(
  type: string,
  data: S,
  { by, routing, keepable }: EventOptions<z.output<S>>,
): EventContract<S> {
  // TypeScript cannot see through extend() when the schema is a type parameter.
  const schema = envelope.extend({ type: z.literal(type), data }) as unknown as z.ZodType<Event<z.output<S>>>;
  return {
    type,
    schema,
    publishers: by,
    permission: (publisher) => (routing ? `${type}.${routing.permission(publisher)}` : type),
    filter: routing ? `${type}.${routing.wildcard}` : type,
    keepable: (body) => (schema.safeParse(body).success ? undefined : keepable?.(body)),
    subjectOf: (it) => (routing ? `${type}.${routing.suffix(it)}` : type),
    make: (input, origin) =>
      schema.parse({
        specversion: '1.0',
        id: randomUUID(),
        correlationid: randomUUID(),
        time: new Date().toISOString(),
        ...origin,
        type,
        data: input,
      }),
    parse(body) {
      const result = schema.safeParse(body);
      if (!result.success) throw new Failure('contract.invalid_event', { type, ...brokenBy(result.error) });
      if (by !== 'anybody' && !(by as readonly string[]).includes(publisherOf(result.data))) {
        throw new Failure('contract.foreign_source', { type });
      }
      return result.data;
    },
  };
}

/** The origin of what a service publishes because of an event. */
export const causedBy = (cause: Envelope, source: string): Origin => ({
  source,
  causationid: cause.id,
  ...(cause.correlationid && { correlationid: cause.correlationid }),
  ...(cause.traceparent && { traceparent: cause.traceparent }),
});

/** The last segment of `source`, which NATS permissions tie to the subject. */
export const publisherOf = ({ source }: Pick<Envelope, 'source'>): string => source.slice(source.lastIndexOf('/') + 1);
