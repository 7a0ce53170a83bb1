import { world } from '@replyline/testing';
import { expect, it } from '@jest/globals';
import { startConfig } from './testing/config-service.js';

const here = world();
type Operations = Record<string, { responses: Record<string, { description: string }>; 'x-roles'?: string[] }>;

it('the OpenAPI document says what each route answers, and whom', async () => {
  const config = await startConfig({ databaseUrl: await here.freshDatabase(), natsUrl: (await here.nats()).url });
  here.onEnd(() => config.stop());
  const { body } = await config.call('/openapi.json');
  const paths = Object.entries(body['paths'] as Record<string, Operations>).filter(([path]) => path.startsWith('/v1/'));
  const routes = paths.flatMap(([path, operations]) =>
    Object.entries(operations).map(([method, it]) => `${method} ${path} ${it['x-roles']?.join(' ')}`),
  );
  expect(routes.sort()).toEqual([
    'delete /v1/users/{id} server-admin',
    'get /v1/me server-admin user service',
    'get /v1/reply-mailbox server-admin',
    'get /v1/sending-profiles/system server-admin',
    'get /v1/users server-admin service',
    'get /v1/users/{id} server-admin service',
    'post /v1/reply-mailbox/test server-admin',
    'post /v1/sending-profiles/system/test server-admin',
    'post /v1/users server-admin service',
    'put /v1/reply-mailbox server-admin',
    'put /v1/sending-profiles/system server-admin',
    'put /v1/users/{id} server-admin service',
  ]);
  const descriptions = paths.flatMap(([, operations]) =>
    Object.values(operations).flatMap(({ responses }) =>
      Object.values(responses).map(({ description }) => description),
    ),
  );
  expect(descriptions.filter((description) => description.length < 10)).toEqual([]);
});
