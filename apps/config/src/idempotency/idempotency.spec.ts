import { world } from '@replyline/testing';
import { beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { startConfig, type ConfigService } from '../testing/config-service.js';

const here = world();
const ANN = { name: 'ann', displayName: 'Ann Lee', address: 'ann@example.test' };
let config: ConfigService;

const post = (key: string, body: object = ANN, userId = config.admin) =>
  config.call('/v1/users', { method: 'POST', body, userId, headers: { 'idempotency-key': key } });
const count = async () => Number((await config.db.query('SELECT count(*) FROM directory_user'))[0].count);

beforeAll(async () => {
  config = await startConfig({ databaseUrl: await here.freshDatabase(), natsUrl: (await here.nats()).url });
  here.onEnd(() => config.stop());
});

beforeEach(() => config.db.query('TRUNCATE directory_user, directory_address, answered_request'));

describe('a POST with an Idempotency-Key', () => {
  it('is answered alike when it comes again, and done once', async () => {
    const first = await post('k1');
    const again = await post('k1');
    expect(first).toMatchObject({ status: 201, etag: '"1"' });
    expect(again).toEqual(first);
    expect(await count()).toBe(1);
  });

  it('is done once, however many come at once', async () => {
    const answers = await Promise.all(Array.from({ length: 20 }, () => post('k2')));
    expect(await count()).toBe(1);
    const statuses = new Set(answers.map(({ status }) => status));
    expect(statuses.has(201)).toBe(true);
    // Whoever came while the first one was being answered is told so.
    expect([...statuses].every((status) => [201, 409].includes(status))).toBe(true);
    for (const { body, status } of answers) if (status === 409) expect(body['code']).toBe('request.in_progress');
  });

  it('is refused with another body', async () => {
    await post('k3');
    expect(await post('k3', { ...ANN, name: 'other' })).toMatchObject({
      status: 422,
      body: { code: 'request.idempotency_key_reused' },
    });
  });

  it('may be tried again when it failed', async () => {
    await post('k4', { ...ANN, name: 'NOT A NAME' });
    expect(await post('k4')).toMatchObject({ status: 201 });
  });

  it('has a key of its own for each caller', async () => {
    await post('k5');
    const other = await post('k5', { ...ANN, name: 'bob', address: 'bob@example.test' }, 'another-admin');
    expect(other.status).toBe(201);
  });

  it('is refused with a key that is none', async () => {
    expect(await post('two words')).toMatchObject({
      status: 400,
      body: { code: 'request.invalid', errors: [{ path: 'header.idempotency-key' }] },
    });
  });

  it('leaves no body behind', async () => {
    const [{ privateKey }] = [{ privateKey: 'very-secret-words' }];
    await config.call('/v1/certificates', {
      method: 'POST',
      body: { kind: 'client', name: 'x', pem: 'nonsense', privateKey },
      headers: { 'idempotency-key': 'k6' },
    });
    expect(JSON.stringify(await config.db.query('SELECT * FROM answered_request'))).not.toContain(privateKey);
  });
});
