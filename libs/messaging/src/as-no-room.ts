import { JetStreamApiError } from '@nats-io/jetstream';
import { Failure } from '@replyline/errors';

/**
 * Limits of the account, no server of the cluster with room, too little for JetStream, most consumers and most streams, too
 * little memory, too little on the disk: errors.json of nats-server.
 */
const NO_ROOM = new Set([10_002, 10_005, 10_023, 10_026, 10_027, 10_028, 10_047]);

/** What a broker says that cannot make a stream, a bucket or a consumer because it is full. Throws the rest as it is. */
export function asNoRoom(cause: unknown): never {
  if (!(cause instanceof JetStreamApiError && NO_ROOM.has(cause.code))) throw cause;
  throw new Failure('service.no_room', { apiError: cause.code }, { cause });
}
