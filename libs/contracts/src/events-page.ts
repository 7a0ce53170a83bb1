import { z } from 'zod';
import type { EventContract } from './event.js';
import { EVENTS } from './events/index.js';
import { code, rowsOf, type JsonSchema } from './field-rows.js';
import { NOTICE } from './generated.js';
import { STREAMS, streamOf } from './streams.js';

/** `docs/events.md`: every event, where it travels and what it carries. */
export function eventsPage(): string {
  const streams = Object.entries(STREAMS).map(
    ([name, subjects]) => `| \`${name}\` | ${subjects.map(code).join(', ')} |`,
  );
  return [
    `<!-- ${NOTICE} -->`,
    '',
    '# Events',
    '',
    'CloudEvents 1.0 in structured JSON, header `Content-Type: application/cloudevents+json`, at most 256 KB.',
    '`Nats-Msg-Id` is `<publisher>/<id>`; requests and cancels need none, `source` and `id` make them one. The schemas are in `libs/contracts/schemas`, the whole as AsyncAPI 3.0 in `docs/asyncapi.json`.',
    '',
    'How to ask for a notification, with commands: [guides/notifications.md](guides/notifications.md).',
    '',
    '| stream | subjects |',
    '| --- | --- |',
    ...streams,
    '',
    '## The envelope',
    '',
    'These attributes stand beside `data`. A field that a schema does not name is passed over, not refused.',
    '',
    ...tableOf(rowsOf(envelopeOf(EVENTS[0]))),
    '`source` is `/services/<publisher>`, the same publisher as in the subject. Moments are of RFC 3339, with any offset.',
    '`expirytime` says after which moment nobody wants it any more. It stands here, not in `data`.',
    ...EVENTS.flatMap(eventSection),
    '',
  ].join('\n');
}

/** What every event has, whatever its `data`. */
function envelopeOf({ schema }: EventContract): JsonSchema {
  const { properties = {}, required } = z.toJSONSchema(schema, { io: 'input' }) as JsonSchema;
  const shown = Object.fromEntries(Object.entries(properties).filter(([name]) => name !== 'type' && name !== 'data'));
  return { properties: { type: { type: 'string' }, ...shown, data: { type: 'object' } }, required };
}

function eventSection({ type, filter, permission, schema }: EventContract): string[] {
  const data = (z.toJSONSchema(schema, { io: 'input' }).properties?.['data'] ?? {}) as JsonSchema;
  const route = filter === type ? '' : `, subject ${code(permission('<publisher>').replace('*', '<lane>'))}`;
  return ['', `## ${type}`, '', `Stream \`${streamOf(type)}\`${route}.`, '', ...tablesOf(data)];
}

/** Of many kinds, what all have in common stands before them, once. */
function tablesOf({ oneOf, ...data }: JsonSchema): string[] {
  if (!oneOf) return tableOf(rowsOf(data));
  const kinds = oneOf.map((shape) => ({ name: shape.properties?.['kind']?.const ?? '', rows: rowsOf(shape) }));
  const common = kinds[0]!.rows.filter((row) => kinds.every(({ rows }) => rows.includes(row)));
  const each = kinds.flatMap(({ name, rows }) => [
    `### ${name}`,
    '',
    ...tableOf(rows.filter((row) => !common.includes(row))),
  ]);
  return ['### Every kind', '', ...tableOf(common), ...each];
}

const tableOf = (rows: readonly string[]): string[] => [
  '| field | shape | required |',
  '| --- | --- | --- |',
  ...rows,
  '',
];
