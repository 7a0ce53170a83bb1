import { jetstreamManager } from '@nats-io/jetstream';
import type { NatsConnection } from '@nats-io/transport-node';

/** What a contract knows of its events. */
interface Told<Event> {
  readonly type: string;
  parse(body: unknown): Event;
}

/** Every event of a contract that stands on a stream, oldest first. */
export async function streamed<Event>(nats: NatsConnection, stream: string, contract: Told<Event>): Promise<Event[]> {
  const { streams } = await jetstreamManager(nats);
  const { state } = await streams.info(stream);
  const events: Event[] = [];
  // An empty stream begins at 0, which is no message.
  for (let seq = Math.max(1, state.first_seq); seq <= state.last_seq; seq += 1) {
    const message = await streams.getMessage(stream, { seq });
    if (message?.subject.startsWith(contract.type)) events.push(contract.parse(message.json()));
  }
  return events;
}
