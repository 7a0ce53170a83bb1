import { world } from '@replyline/testing';
import { beforeAll, expect, it } from '@jest/globals';
import { startConfig } from './testing/config-service.js';

const here = world();
interface Operation {
  readonly responses: Record<string, { description: string }>;
  readonly parameters: readonly { readonly name: string; readonly in: string; readonly required: boolean }[];
  readonly requestBody?: { readonly required: boolean };
  readonly 'x-roles'?: readonly string[];
}
type Operations = Record<string, Operation>;
let all: Record<string, Operations>;

beforeAll(async () => {
  const config = await startConfig({ databaseUrl: await here.freshDatabase(), natsUrl: (await here.nats()).url });
  here.onEnd(() => config.stop());
  const { body } = await config.call('/openapi.json');
  all = body['paths'] as typeof all;
});

const USERS = '/v1/users';
const USER = '/v1/users/{id}';
const PROFILE = '/v1/sending-profiles/system';
const MAILBOX = '/v1/reply-mailbox';

it.each([
  ['post', USERS, '201 400 401 403 409 413 422 503'],
  ['put', USER, '200 201 400 401 403 404 409 412 413 428 503'],
  ['delete', USER, '204 400 401 403 404 412 428 503'],
  ['get', '/v1/me', '200 401 403 404 503'],
  ['get', PROFILE, '200 401 403 404 503'],
  ['put', PROFILE, '200 201 400 401 403 404 409 412 413 422 428 500 503'],
  ['post', `${PROFILE}/test`, '200 400 401 403 404 409 413 422 500 503'],
  ['post', '/v1/certificates', '201 400 401 403 409 413 422 503'],
  ['post', '/v1/dkim-keys', '201 400 401 403 409 413 422 503'],
  ['post', '/v1/dkim-keys/{id}/activate', '200 400 401 403 404 409 412 413 422 503'],
  ['put', '/v1/alternative-senders', '200 201 400 401 403 409 412 413 428 503'],
  ['put', MAILBOX, '200 201 400 401 403 409 412 413 422 428 500 503'],
  ['post', `${MAILBOX}/test`, '200 400 401 403 404 409 413 422 500 503'],
])('the OpenAPI document says what %s %s may answer', (method, path, statuses) => {
  expect(Object.keys(all[path]![method]!.responses).join(' ')).toBe(statuses);
});

it.each([USER, PROFILE, MAILBOX])('the OpenAPI document says what a PUT of %s may be based on', (path) => {
  const headers = all[path]!['put']!.parameters.filter((parameter) => parameter.in === 'header');
  expect(headers).toMatchObject([
    { name: 'If-Match', required: false },
    { name: 'If-None-Match', required: false },
  ]);
});

it('the OpenAPI document says of every POST that it may be repeated under a key, but where a secret would be kept', () => {
  const posts = Object.entries(all).flatMap(([path, { post }]) => (post ? [{ path, ...post }] : []));
  const hasKey = (post: (typeof posts)[number]) => post.parameters.some(({ name }) => name === 'Idempotency-Key');
  expect(posts.length).toBeGreaterThan(5);
  expect(posts.filter((post) => !hasKey(post)).map(({ path }) => path)).toEqual([
    '/v1/linked-accounts/link',
    '/v1/me/linked-account/link',
  ]);
});

it('the OpenAPI document says that a test needs no body', () => {
  for (const path of [PROFILE, MAILBOX]) {
    expect(all[`${path}/test`]!['post']!.requestBody).toMatchObject({ required: false });
    expect(all[path]!['put']!.requestBody).toMatchObject({ required: true });
  }
});

it('the OpenAPI document says what each route answers, and whom', () => {
  const paths = Object.entries(all).filter(([path]) => path.startsWith('/v1/'));
  const routes = paths.flatMap(([path, operations]) =>
    Object.entries(operations).map(([method, it]) => `${method} ${path} ${it['x-roles']?.join(' ')}`),
  );
  expect(routes.sort()).toEqual([
    'delete /v1/certificates/{id} server-admin',
    'delete /v1/dkim-keys/{id} server-admin',
    'delete /v1/groups/{name}/members/{userId} server-admin service',
    'delete /v1/linked-accounts/{id} server-admin',
    'delete /v1/me/linked-account server-admin user',
    'delete /v1/me/sending-profile user server-admin',
    'delete /v1/microsoft-app server-admin',
    'delete /v1/publishers/{name} server-admin',
    'delete /v1/reply-mailboxes/{name} server-admin',
    'delete /v1/sending-profiles/{id} server-admin',
    'delete /v1/users/{id} server-admin',
    'get /v1/alternative-senders server-admin',
    'get /v1/audit server-admin',
    'get /v1/certificates server-admin',
    'get /v1/certificates/{id} server-admin',
    'get /v1/configuration server-admin',
    'get /v1/dead-letters server-admin',
    'get /v1/dead-letters/{id} server-admin',
    'get /v1/dkim-keys server-admin',
    'get /v1/dkim-keys/{id} server-admin',
    'get /v1/groups server-admin service',
    'get /v1/linked-accounts server-admin',
    'get /v1/linked-accounts/callback undefined',
    'get /v1/linked-accounts/{id} server-admin',
    'get /v1/me server-admin user service',
    'get /v1/me/linked-account server-admin user',
    'get /v1/me/sending-profile user server-admin',
    'get /v1/me/subscriptions user server-admin',
    'get /v1/microsoft-app server-admin',
    'get /v1/publishers server-admin',
    'get /v1/publishers/{name} server-admin',
    'get /v1/reply-mailbox server-admin',
    'get /v1/reply-mailbox/options server-admin',
    'get /v1/reply-mailboxes server-admin',
    'get /v1/reply-mailboxes/{name} server-admin',
    'get /v1/roles server-admin service',
    'get /v1/secrets/rotation server-admin',
    'get /v1/sending-profiles server-admin',
    'get /v1/sending-profiles/system server-admin',
    'get /v1/sending-profiles/{id} server-admin',
    'get /v1/users server-admin service',
    'get /v1/users/{id} server-admin service',
    'get /v1/users/{id}/subscriptions server-admin service',
    'post /v1/certificates server-admin',
    'post /v1/dead-letters/{id}/discard server-admin',
    'post /v1/dead-letters/{id}/redrive server-admin',
    'post /v1/dkim-keys server-admin',
    'post /v1/dkim-keys/{id}/activate server-admin',
    'post /v1/linked-accounts/link server-admin',
    'post /v1/me/linked-account/link server-admin user',
    'post /v1/me/policy/dry-run user server-admin',
    'post /v1/me/sending-profile/test user server-admin',
    'post /v1/me/sending-profile/validate user server-admin',
    'post /v1/policy/dry-run server-admin',
    'post /v1/reply-mailbox/test server-admin',
    'post /v1/reply-mailbox/validate server-admin',
    'post /v1/reply-mailboxes/{name}/test server-admin',
    'post /v1/reply-mailboxes/{name}/validate server-admin',
    'post /v1/secrets/rotation server-admin',
    'post /v1/sending-profiles server-admin',
    'post /v1/sending-profiles/shared-email-config server-admin',
    'post /v1/sending-profiles/system/test server-admin',
    'post /v1/sending-profiles/system/validate server-admin',
    'post /v1/sending-profiles/{id}/test server-admin',
    'post /v1/sending-profiles/{id}/validate server-admin',
    'post /v1/users server-admin service',
    'put /v1/alternative-senders server-admin',
    'put /v1/configuration server-admin',
    'put /v1/groups/{name}/members/{userId} server-admin service',
    'put /v1/me user server-admin',
    'put /v1/me/sending-profile user server-admin',
    'put /v1/me/subscriptions user server-admin',
    'put /v1/microsoft-app server-admin',
    'put /v1/publishers/{name} server-admin',
    'put /v1/reply-mailbox server-admin',
    'put /v1/reply-mailboxes/{name} server-admin',
    'put /v1/sending-profiles/system server-admin',
    'put /v1/sending-profiles/{id} server-admin',
    'put /v1/users/{id} server-admin service',
    'put /v1/users/{id}/subscriptions server-admin service',
  ]);
  const descriptions = paths.flatMap(([, operations]) =>
    Object.values(operations).flatMap(({ responses }) =>
      Object.values(responses).map(({ description }) => description),
    ),
  );
  expect(descriptions.filter((description) => description.length < 10)).toEqual([]);
});
