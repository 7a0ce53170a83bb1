import { JetStreamApiError } from '@nats-io/jetstream';

/** `stream name already in use` and `consumer already exists`: nats-server 2.10 says so where 2.9 updates silently. */
const EXISTS = new Set([10_058, 10_148, 10_013]);

/** What a broker says of a stream or a consumer that somebody else has made meanwhile. */
export const alreadyExists = (error: unknown): boolean => error instanceof JetStreamApiError && EXISTS.has(error.code);
