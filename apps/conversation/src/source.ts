import { randomUUID } from 'node:crypto';
import { causedBy, stableId, type Envelope, type Origin } from '@replyline/contracts';

/** How this service signs what it publishes. NATS permissions tie it to the subject. */
export const SOURCE = '/services/conversation';

/** The origin of everything that one HTTP request sets in motion. */
export const requested = (): Origin => ({ source: SOURCE, correlationid: randomUUID() });

/**
 * The origin of the one request for mail of this kind that an event leads to. A database that was restored reads the event
 * again and makes the request again: by its id outbound-mail knows that it was there.
 */
export const requestedOnce = (cause: Envelope, kind: string): Origin => ({
  ...causedBy(cause, SOURCE),
  id: stableId(kind, cause.id),
});
