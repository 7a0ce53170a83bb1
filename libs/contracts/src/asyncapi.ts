import { z } from 'zod';
import type { EventContract } from './event.js';
import { EVENTS } from './events/index.js';
import { streamOf } from './streams.js';

type Json = Record<string, unknown>;

/** `docs/asyncapi.json`: every event as an AsyncAPI 3.0 document, seen from Replyline. Its schemas are JSON Schema draft-07. */
export function asyncApiFile(): string {
  const events = EVENTS as readonly EventContract[];
  const each = (entry: (event: EventContract) => Json) => Object.fromEntries(events.map((it) => [it.type, entry(it)]));
  const document = {
    asyncapi: '3.0.0',
    info: { title: 'Replyline', version: '0.1.0', description: DESCRIPTION },
    defaultContentType: 'application/cloudevents+json',
    servers: { nats: { host: 'nats.example.com:4222', protocol: 'nats', description: 'NATS with JetStream' } },
    channels: each(channelOf),
    operations: each(operationOf),
    components: { messages: each(messageOf) },
  };
  return `${JSON.stringify(document, null, 2)}\n`;
}

const DESCRIPTION =
  'CloudEvents 1.0 in structured JSON over NATS JetStream. `Nats-Msg-Id` is `<publisher>/<id>`: the same event twice is one. Requests and cancels need none: their `source` and `id` do that. ' +
  'What a service may publish is decided by the broker, see deploy/nats-users.conf.';

/** What stands in an address in place of what each event brings along. */
const PARAMETERS: Readonly<Record<string, Json>> = {
  lane: { enum: ['urgent', 'normal', 'bulk'], description: 'Which queue it waits in' },
  publisher: { description: 'The service that says it: the last segment of `source`, and its user on NATS' },
};

function channelOf(event: EventContract): Json {
  const address = event.filter === event.type ? event.type : event.permission('{publisher}').replace('*', '{lane}');
  const named = Object.entries(PARAMETERS).filter(([name]) => address.includes(`{${name}}`));
  return {
    address,
    description: `Stream ${streamOf(event.type)}`,
    ...(named.length > 0 && { parameters: Object.fromEntries(named) }),
    messages: { [event.type]: { $ref: `#/components/messages/${event.type}` } },
  };
}

/** What anybody may say is what Replyline listens to. */
const operationOf = ({ type, publishers }: EventContract): Json => ({
  action: publishers === 'anybody' ? 'receive' : 'send',
  channel: { $ref: `#/channels/${type}` },
  summary: publishers === 'anybody' ? 'Asked for by any publisher' : `Said by ${publishers.join(', ')}`,
  messages: [{ $ref: `#/channels/${type}/messages/${type}` }],
});

function messageOf({ type, schema }: EventContract): Json {
  const payload: Json = { ...z.toJSONSchema(schema, { io: 'input', target: 'draft-7' }) };
  delete payload['$schema'];
  return { name: type, title: type, headers: HEADERS, payload };
}

const HEADERS = {
  type: 'object',
  required: ['Content-Type'],
  properties: {
    'Nats-Msg-Id': { type: 'string', description: '<publisher>/<id>' },
    'Content-Type': { type: 'string' },
    traceparent: { type: 'string' },
  },
};
