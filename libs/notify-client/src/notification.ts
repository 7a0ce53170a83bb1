import { randomUUID } from 'node:crypto';
import {
  NotificationCancelV1,
  NotificationRequestedV1,
  SENSITIVE_VARIABLES,
  sensitiveVariablesOf,
  type EventOf,
  type Origin,
} from '@replyline/contracts';
import { Failure } from '@replyline/errors';
import { sealFor, type SealingKey } from '@replyline/sealing';

export type Notification = EventOf<typeof NotificationRequestedV1>;
export type Cancellation = EventOf<typeof NotificationCancelV1>;

/** What is asked for: kind, recipients, variables, lane, `notBefore`, `idempotencyKey`. */
export type Wanted = Parameters<typeof NotificationRequestedV1.make>[0];

export interface About extends Partial<Omit<Origin, 'source'>> {
  /** After this moment nobody wants the mail any more. */
  readonly expiresAt?: Date;
  /** From `fetchSealingKey`: sensitive variables are sealed with it. */
  readonly sealingKey?: SealingKey;
}

/**
 * The event that asks for a notification. It is plain JSON: write it down in the transaction that is the reason for it, and
 * publish it from there as often as need be; its `id` makes it one.
 *
 * Throws `contract.invalid_event`, which names the fields that are wrong: a sensitive variable without `sealingKey` too.
 */
export function notificationOf(publisher: string, data: Wanted, about: About = {}): Notification {
  const { expiresAt, sealingKey, ...origin } = about;
  const envelope = envelopeOf(publisher, origin);
  return NotificationRequestedV1.parse({
    ...envelope,
    type: NotificationRequestedV1.type,
    ...(expiresAt && { expirytime: expiresAt.toISOString() }),
    data: sealingKey ? sealed(data, envelope, sealingKey) : data,
  });
}

/** A request without sensitive variables stays as it is. What could not be sent is refused here, while it can be read. */
function sealed(data: Wanted, { source, id: eventId }: { source: string; id: string }, key: SealingKey): Wanted {
  const variables = sensitiveVariablesOf(data).map(([field, clear]) => {
    if (!SENSITIVE_VARIABLES[field].safeParse(clear).success) {
      throw new Failure('contract.invalid_event', { paths: `data.variables.${field}` });
    }
    return [field, sealFor(clear, { source, eventId, field }, key)];
  });
  // The names stay and so do their types; TypeScript does not follow fromEntries.
  return { ...data, variables: { ...data.variables, ...Object.fromEntries(variables) } } as Wanted;
}

/** The event that takes a notification back. */
export const cancellationOf = ({ source, id, correlationid }: Notification): Cancellation =>
  NotificationCancelV1.parse({
    ...envelopeOf(source.slice(SERVICES.length), { ...(correlationid && { correlationid }), causationid: id }),
    type: NotificationCancelV1.type,
    data: { eventId: id },
  });

const SERVICES = '/services/';

export const sourceOf = (publisher: string): string => `${SERVICES}${publisher}`;

const envelopeOf = (publisher: string, origin: Partial<Origin>) => ({
  specversion: '1.0',
  id: randomUUID(),
  correlationid: randomUUID(),
  time: new Date().toISOString(),
  ...origin,
  source: sourceOf(publisher),
});
