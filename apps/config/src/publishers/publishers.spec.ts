import { PublisherDocument } from '@replyline/contracts';
import { until, world } from '@replyline/testing';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { startConfig, type ConfigService } from '../testing/config-service.js';

const here = world();
const BILLING = { kinds: ['export-completed'], lanes: ['bulk'] };
const PATH = '/v1/publishers';
let config: ConfigService;

beforeAll(async () => {
  config = await startConfig({ databaseUrl: await here.freshDatabase(), natsUrl: (await here.nats()).url });
  here.onEnd(() => config.stop());
});

describe('conversation', () => {
  it('may ask for what it needs from the beginning, and its readers hear of it', async () => {
    expect(await until(() => config.published(PublisherDocument, 'conversation'))).toMatchObject({
      mayAskForReplies: true,
      revision: 1,
    });
  });

  it('cannot be removed', async () => {
    const answer = await config.call(`${PATH}/conversation`, { method: 'DELETE', headers: { 'if-match': '"1"' } });
    expect(answer).toMatchObject({ status: 409, body: { code: 'publisher.needed' } });
  });
});

describe('a publisher', () => {
  it('may claim no more than an admin has said, and is published', async () => {
    const answer = await config.call(`${PATH}/billing`, { method: 'PUT', body: BILLING });
    const expected = { ...BILLING, name: 'billing', mayActForUsers: false, mayAskForReplies: false, revision: 1 };
    expect(answer).toMatchObject({ status: 201, etag: '"1"', body: expected });
    expect(await until(() => config.published(PublisherDocument, 'billing'))).toEqual(expected);
    expect((await config.call(PATH)).body['items']).toMatchObject([{ name: 'billing' }, { name: 'conversation' }]);
  });

  it.each([
    ['a lane that there is not', { ...BILLING, lanes: ['fast'] }, 'lanes.0'],
    ['no lane at all', { ...BILLING, lanes: [] }, 'lanes'],
    ['an unknown claim', { ...BILLING, mayDoAnything: true }, 'mayDoAnything'],
  ])('is refused with %s', async (_what, body, path) => {
    const answer = await config.call(`${PATH}/wrong`, { method: 'PUT', body });
    expect(answer).toMatchObject({ status: 400, body: { errors: [{ path }] } });
  });

  it('may not claim a kind that there is not, and is told the nearest', async () => {
    const body = { ...BILLING, kinds: ['job-status', 'export-completd'] };
    const answer = await config.call(`${PATH}/mistyped`, { method: 'PUT', body });
    expect(answer).toMatchObject({ status: 400, body: { errors: [{ path: 'kinds.1' }] } });
    const [{ message }] = answer.body['errors'] as [{ message: string }];
    expect(message).toContain('export-completed is the nearest of mention, ');
    expect(message).not.toContain('completd');
  });

  it('is made by one of twenty who come at once', async () => {
    const all = Array.from({ length: 20 }, () => config.call(`${PATH}/race`, { method: 'PUT', body: BILLING }));
    const statuses = (await Promise.all(all)).map(({ status }) => status);
    expect(statuses.filter((status) => status === 201)).toHaveLength(1);
    expect(statuses.filter((status) => status === 428)).toHaveLength(19);
  });

  it('is removed by its revision, and its readers forget it', async () => {
    await config.call(`${PATH}/old`, { method: 'PUT', body: BILLING });
    await until(() => config.published(PublisherDocument, 'old'));
    expect((await config.call(`${PATH}/old`, { method: 'DELETE', headers: { 'if-match': '"1"' } })).status).toBe(204);
    await until(async () => !(await config.published(PublisherDocument, 'old')));
    expect((await config.call(`${PATH}/old`)).status).toBe(404);
  });
});
