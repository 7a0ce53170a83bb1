import { until, world } from '@replyline/testing';
import { beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { startConfig, type Call, type ConfigService } from '../testing/config-service.js';

const here = world();
const PATH = '/v1/alternative-senders';
const [NORTH, SOUTH] = ['north@example.test', 'south@example.test'];
let config: ConfigService;

const put = (addresses: unknown, revision?: number, call: Call = {}) =>
  config.call(PATH, {
    method: 'PUT',
    body: { addresses },
    ...(revision !== undefined && { headers: { 'if-match': `"${revision}"` } }),
    ...call,
  });

const userWith = (name: string, alternativeSender: string) =>
  config.call('/v1/users', {
    method: 'POST',
    body: { name, displayName: name, address: `${name}@example.test`, alternativeSender },
  });

beforeAll(async () => {
  config = await startConfig({ databaseUrl: await here.freshDatabase(), natsUrl: (await here.nats()).url });
  here.onEnd(() => config.stop());
});

beforeEach(async () => {
  await config.db.query('DELETE FROM directory_user');
  await config.db.query('TRUNCATE alternative_senders');
  config.changes.length = 0;
});

describe('the list of alternative senders', () => {
  it('is empty until it is saved, and saved as a whole', async () => {
    expect(await config.call(PATH)).toMatchObject({ status: 200, etag: '"0"', body: { addresses: [] } });
    expect(await put([NORTH, 'South@EXAMPLE.test'], 0)).toMatchObject({ status: 201, etag: '"1"' });
    const read = await config.call(PATH);
    expect(read.body).toMatchObject({ addresses: [NORTH, 'South@example.test'], savedBy: config.admin });
    expect(await put([NORTH], 1)).toMatchObject({ status: 200, body: { addresses: [NORTH], revision: 2 } });
    await until(() => config.changes.length === 2);
    expect(config.changes[1]!.data).toEqual({ document: 'alternative-senders', revision: 2, fields: ['addresses'] });
  });

  it('is not overwritten by who read another one', async () => {
    await put([NORTH]);
    expect([(await put([SOUTH])).status, (await put([SOUTH], 0)).status, (await put([SOUTH], 7)).status]).toEqual([
      428, 412, 412,
    ]);
    expect((await config.call(PATH)).body).toMatchObject({ addresses: [NORTH] });
  });

  it('lets one of twenty first savers win', async () => {
    const all = await Promise.all(Array.from({ length: 20 }, (_, n) => put([`s${n}@example.test`])));
    const statuses = all.map(({ status }) => status).filter((status) => status !== 412 && status !== 428);
    expect(statuses).toEqual([201]);
  });

  it.each([
    ['no address', ['hello']],
    ['a header injection', [`${NORTH}\r\nBcc: x@example.test`]],
    ['an address twice', [NORTH, NORTH.toUpperCase()]],
    ['one text', NORTH],
  ])('is refused with %s', async (_name, addresses) => {
    expect(await put(addresses)).toMatchObject({ status: 400, body: { code: 'request.invalid' } });
  });

  it.each(['user', 'service'] as const)('is not for %s', async (as) => {
    expect([(await config.call(PATH, { as })).status, (await put([], 0, { as })).status]).toEqual([403, 403]);
  });
});

describe('an alternative sender that users have', () => {
  it('stays on the list, and it is said how many they are', async () => {
    await put([NORTH, SOUTH]);
    for (const name of ['ann', 'bob']) expect((await userWith(name, NORTH)).status).toBe(201);
    expect(await put([SOUTH], 1)).toMatchObject({
      status: 409,
      body: { code: 'sender.in_use', errors: [{ path: 'addresses', message: `${NORTH} is assigned to 2 users` }] },
    });
    expect(await put([NORTH], 1)).toMatchObject({ status: 200 });
  });
});
