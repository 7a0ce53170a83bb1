import { randomUUID } from 'node:crypto';
import { startPostgres } from '@replyline/local-servers';
import { until, world } from '@replyline/testing';
import { expect, it } from '@jest/globals';
import { startConfig } from './testing/config-service.js';

const here = world();
const ANN = { name: 'ann', displayName: 'Ann', address: 'ann@example.test' };

it('says that PostgreSQL is away, when to ask again, and answers once it is back', async () => {
  const at = { dir: `${here.folder()}/postgres`, isForgetful: true };
  const postgres = await startPostgres(at);
  const databaseUrl = await postgres.createDatabase('config');
  const config = await startConfig({ databaseUrl, natsUrl: (await here.nats()).url });
  here.onEnd(() => config.stop());
  await postgres.stop();
  const calls = [
    ['/v1/users', {}],
    [`/v1/users/${randomUUID()}`, { method: 'PUT', body: ANN }],
    ['/v1/sending-profiles/system', {}],
    ['/v1/me', {}],
  ] as const;
  const answers = await Promise.all(calls.map(([path, call]) => config.call(path, call)));
  for (const answer of answers) {
    expect(answer).toMatchObject({ status: 503, retryAfter: '1', body: { code: 'service.unavailable' } });
    expect(answer.body['missing']).toBe('PostgreSQL');
  }
  const again = await startPostgres({ ...at, port: postgres.port });
  here.onEnd(() => again.stop());
  await until(async () => (await config.call('/v1/users')).status === 200, { what: 'an answer' });
});
