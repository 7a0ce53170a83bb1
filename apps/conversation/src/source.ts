import { randomUUID } from 'node:crypto';
import type { Origin } from '@replyline/contracts';

/** How this service signs what it publishes. NATS permissions tie it to the subject. */
export const SOURCE = '/services/conversation';

/** The origin of everything that one HTTP request sets in motion. */
export const requested = (): Origin => ({ source: SOURCE, correlationid: randomUUID() });
