import { AckPolicy, jetstreamManager, type ConsumerConfig } from '@nats-io/jetstream';
import { nanos, type NatsConnection } from '@nats-io/transport-node';
import type { StreamName } from '@replyline/contracts';
import { alreadyExists } from './already-exists.js';
import { asNoRoom } from './as-no-room.js';

/** How long a handler may be silent before its event is delivered again; it says "working" three times in between. */
export const ACK_WAIT_MS = 30_000;
/** How many events of one consumer may be in the hands of all replicas together. */
const MAX_ACK_PENDING = 256;

/** A durable pull consumer. Its name is its identity: renaming one replays the stream. Throws `service.no_room`. */
export async function ensureConsumer(connection: NatsConnection, stream: StreamName, durable: string, filter: string) {
  const manager = await jetstreamManager(connection);
  const config: Partial<ConsumerConfig> = {
    filter_subject: filter,
    ack_policy: AckPolicy.Explicit,
    ack_wait: nanos(ACK_WAIT_MS),
    max_ack_pending: MAX_ACK_PENDING,
    // We count deliveries ourselves, because an event that JetStream gives up on would be lost.
    max_deliver: -1,
  };
  try {
    await manager.consumers.add(stream, { durable_name: durable, ...config });
  } catch (error) {
    if (!alreadyExists(error)) asNoRoom(error);
    await manager.consumers.update(stream, durable, config);
  }
}
