import { randomUUID } from 'node:crypto';
import { answered, configClient, ConfigRefused, type ConfigClient } from '@replyline/config-client';
import { world } from '@replyline/testing';
import { beforeAll, expect, it } from '@jest/globals';
import { startConfig } from './testing/config-service.js';

const here = world();
const ANN = { name: 'ann', displayName: 'Ann', address: 'ann@example.com' };
let client: ConfigClient;

beforeAll(async () => {
  const config = await startConfig({ databaseUrl: await here.freshDatabase(), natsUrl: (await here.nats()).url });
  here.onEnd(() => config.stop());
  const token = async () => (await config.authorization('server-admin')).replace('Bearer ', '');
  client = configClient({ baseUrl: config.url, token });
});

it('the typed client reads what it has written, and says what its change is based on', async () => {
  const path = { id: randomUUID() };
  const made = await answered(client.PUT('/v1/users/{id}', { params: { path }, body: ANN }));
  expect(made).toMatchObject({ etag: '"1"', data: { name: 'ann', groups: [] } });
  const header = { 'If-Match': made.etag! };
  const changed = client.PUT('/v1/users/{id}', { params: { path, header }, body: { ...ANN, groups: ['data'] } });
  expect(await answered(changed)).toMatchObject({ etag: '"2"', data: { groups: ['data'] } });
  const { data } = await answered(client.GET('/v1/users', { params: { query: { group: 'data' } } }));
  expect(data.items.map(({ name }) => name)).toEqual(['ann']);
});

it('a refusal is an error with the problem, and its words say what to do', async () => {
  const path = { id: randomUUID() };
  const body = { ...ANN, name: 'Not A Name', address: 'bob@example.com' };
  const failure: unknown = await answered(client.PUT('/v1/users/{id}', { params: { path }, body })).catch(
    (error: unknown) => error,
  );
  expect(failure).toBeInstanceOf(ConfigRefused);
  expect(failure).toMatchObject({
    problem: { code: 'request.invalid', status: 400 },
    message: expect.stringMatching(/request\.invalid.*name Must be 1 to 64/),
  });
});

it('whatever else answers in the place of config is told apart', async () => {
  const response = new Response('<html>', { status: 502, statusText: 'Bad Gateway' });
  await expect(answered(Promise.resolve({ error: '<html>', response }))).rejects.toThrow('HTTP 502 Bad Gateway');
});
