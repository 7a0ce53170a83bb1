import { randomUUID } from 'node:crypto';
import { world } from '@replyline/testing';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { startConfig, type ConfigService } from '../testing/config-service.js';

const here = world();
let config: ConfigService;

beforeAll(async () => {
  config = await startConfig({ databaseUrl: await here.freshDatabase(), natsUrl: (await here.nats()).url });
  here.onEnd(() => config.stop());
});

describe('a removal without If-Match', () => {
  it.each([
    ['a certificate', `/v1/certificates/${randomUUID()}`],
    ['a DKIM key', `/v1/dkim-keys/${randomUUID()}`],
    ['a user', `/v1/users/${randomUUID()}`],
    ['a shared profile', `/v1/sending-profiles/shared-${randomUUID()}`],
    ['a publisher', '/v1/publishers/nobody'],
    ['the Microsoft app', '/v1/microsoft-app'],
    ['a linked account', `/v1/linked-accounts/${randomUUID()}`],
  ])('of %s that is not there finds nothing', async (_what, path) => {
    const answer = await config.call(path, { method: 'DELETE' });
    expect(answer).toMatchObject({ status: 404, body: { code: 'request.not_found' } });
  });

  it('of what is there is refused', async () => {
    await config.call('/v1/publishers/billing', { method: 'PUT', body: { kinds: [], lanes: ['bulk'] } });
    const answer = await config.call('/v1/publishers/billing', { method: 'DELETE' });
    expect(answer).toMatchObject({ status: 428, body: { code: 'request.precondition_required' } });
  });
});
