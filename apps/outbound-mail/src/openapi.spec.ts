import { beforeAll, expect, it } from '@jest/globals';
import { world } from '@replyline/testing';
import { Replica, Surroundings } from './testing/service-under-test.js';

const here = world();
type Operations = Record<string, { readonly responses: object }>;
let paths: Record<string, Operations>;

beforeAll(async () => {
  const around = await Surroundings.of({ databaseUrl: await here.freshDatabase(), natsUrl: (await here.nats()).url });
  here.onEnd(() => around.stop());
  const replica = await Replica.start(around);
  here.onEnd(() => replica.stop());
  const { body } = await replica.call('GET', '/openapi.json');
  paths = body['paths'] as typeof paths;
});

it.each([
  ['get', '/v1/notifications', '200 400 401 403 503'],
  ['get', '/v1/notifications/{id}', '200 400 401 403 404 503'],
  ['post', '/v1/notifications/{id}/cancel', '200 400 401 403 404 413 503'],
  ['get', '/v1/dead-letters', '200 400 401 403 503'],
  ['post', '/v1/dead-letters/{id}/redrive', '200 400 401 403 404 409 413 422 503'],
  ['post', '/v1/dead-letters/{id}/discard', '200 400 401 403 404 409 413 503'],
  ['get', '/v1/sealing-key', '200 401 403 503'],
  ['get', '/v1/suppressions', '200 400 401 403 503'],
  ['delete', '/v1/suppressions/{id}', '204 400 401 403 404 503'],
  ['get', '/v1/unsubscriptions', '200 400 401 403 503'],
  ['delete', '/v1/unsubscriptions/{id}', '204 400 401 403 404 503'],
  ['get', '/unsubscribe/{token}', '200 400 404 503'],
  ['post', '/unsubscribe/{token}', '200 400 404 413 503'],
  ['post', '/unsubscribe/{token}/undo', '200 400 404 413 503'],
  ['post', '/v1/deliveries/{id}/resend', '202 400 401 403 404 409 413 422 503'],
])('the OpenAPI document says what %s %s may answer', (method, path, statuses) => {
  expect(Object.keys(paths[path]![method]!.responses).join(' ')).toBe(statuses);
});
