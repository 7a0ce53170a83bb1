import { randomUUID } from 'node:crypto';
import { jetstream, jetstreamManager } from '@nats-io/jetstream';
import {
  DirectoryUserDocument,
  SubscriptionBegunV1,
  SubscriptionEndedV1,
  SubscriptionResumedV1,
  type Event,
} from '@replyline/contracts';
import { until, world } from '@replyline/testing';
import { beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { startConfig, type ConfigService } from '../testing/config-service.js';

const here = world();
const MINE = '/v1/me/subscriptions';
let config: ConfigService;
let userId: string;

const ann = { name: 'ann', displayName: 'Ann Lee', address: 'ann@example.test' };
const asAnn = () => ({ as: 'user', userId }) as const;
const subscribe = (topics: string[], etag = '"1"') =>
  config.call(MINE, { method: 'PUT', body: { topics }, headers: { 'if-match': etag }, ...asAnn() });

beforeAll(async () => {
  config = await startConfig({ databaseUrl: await here.freshDatabase(), natsUrl: (await here.nats()).url });
  here.onEnd(() => config.stop());
});

beforeEach(async () => {
  await config.db.query('TRUNCATE directory_user, directory_address');
  userId = String((await config.call('/v1/users', { method: 'POST', body: ann })).body['id']);
});

describe('a person', () => {
  it('hears of nothing until he subscribes, and then everybody knows', async () => {
    expect((await config.call(MINE, asAnn())).body).toEqual({ topics: [] });
    const answer = await subscribe(['orders.shipped', 'builds', 'builds']);
    expect(answer).toMatchObject({ status: 200, etag: '"2"', body: { topics: ['orders.shipped', 'builds'] } });
    await until(async () => (await config.published(DirectoryUserDocument, userId))?.['revision'] === 2);
    expect(await config.published(DirectoryUserDocument, userId)).toMatchObject({
      subscriptions: ['orders.shipped', 'builds'],
    });
  });

  it('keeps his subscriptions when an admin changes the rest', async () => {
    await subscribe(['builds']);
    const body = { ...ann, displayName: 'Ann Roe' };
    await config.call(`/v1/users/${userId}`, { method: 'PUT', body, headers: { 'if-match': '"2"' } });
    expect((await config.call(MINE, asAnn())).body).toEqual({ topics: ['builds'] });
  });

  it('does not overwrite what he has not read', async () => {
    await subscribe(['builds']);
    expect((await subscribe(['other'])).status).toBe(412);
  });

  it.each(['Orders', 'orders.', 'a b', '*', 'x'.repeat(41)])('cannot subscribe to %j', async (wrong) => {
    expect(await subscribe([wrong])).toMatchObject({ status: 400, body: { errors: [{ path: 'topics.0' }] } });
  });

  it('who is not there is not found before it is asked what was read of him', async () => {
    const asked = { method: 'PUT', body: { topics: ['builds'] } } as const;
    expect(await config.call(`/v1/users/${randomUUID()}/subscriptions`, asked)).toMatchObject({
      status: 404,
      body: { code: 'request.not_found' },
    });
    expect(await config.call(`/v1/users/${userId}/subscriptions`, asked)).toMatchObject({
      status: 428,
      body: { code: 'request.precondition_required' },
    });
  });

  it('is subscribed by a service too', async () => {
    const path = `/v1/users/${userId}/subscriptions`;
    const call = {
      as: 'service',
      method: 'PUT',
      body: { topics: ['builds'] },
      headers: { 'if-match': '"1"' },
    } as const;
    expect(await config.call(path, call)).toMatchObject({ status: 200, body: { topics: ['builds'] } });
    expect((await config.call(path, { as: 'service' })).body).toEqual({ topics: ['builds'] });
  });

  it('sets his own language and time zone, and nothing else', async () => {
    const save = (body: object) =>
      config.call('/v1/me', { method: 'PUT', body, headers: { 'if-match': '"1"' }, ...asAnn() });
    expect(await save({ locale: 'de', timeZone: 'Mars/Olympus' })).toMatchObject({
      status: 400,
      body: { errors: [{ path: 'timeZone' }] },
    });
    expect((await save({ locale: 'de', timeZone: 'Europe/Berlin', roles: ['server-admin'] })).status).toBe(400);
    expect(await save({ locale: 'de', timeZone: 'Europe/Berlin' })).toMatchObject({
      status: 200,
      body: { locale: 'de', timeZone: 'Europe/Berlin', roles: ['user'] },
    });
  });
});

describe('a topic that somebody unsubscribed from by mail', () => {
  const ORIGIN = { source: '/services/outbound-mail' };
  const about = (at: Date) => ({ userId, topic: 'builds', at: at.toISOString() });
  const [YESTERDAY, TOMORROW] = [-1, 1].map((days) => new Date(Date.now() + days * 86_400_000)) as [Date, Date];

  /** What outbound-mail says, twice, until both have been handled. */
  async function say(event: Event): Promise<void> {
    for (let time = 0; time < 2; time += 1) {
      await jetstream(config.nats).publish(event.type, JSON.stringify(event));
    }
    const durable = event.type === SubscriptionEndedV1.type ? 'config-end-subscription' : 'config-resume-subscription';
    await until(
      async () => {
        const { consumers } = await jetstreamManager(config.nats);
        const { num_pending: waiting, num_ack_pending: inHand } = await consumers.info('CONFIG', durable);
        return waiting + inHand === 0;
      },
      { what: durable },
    );
  }
  const topics = async () => (await config.call(MINE, asAnn())).body['topics'];

  it('is gone here too, and everybody knows', async () => {
    await subscribe(['builds', 'orders.shipped']);
    await say(SubscriptionEndedV1.make(about(TOMORROW), ORIGIN));
    expect(await topics()).toEqual(['orders.shipped']);
    await until(async () => (await config.published(DirectoryUserDocument, userId))?.['revision'] === 3);
    expect(await config.published(DirectoryUserDocument, userId)).toMatchObject({ subscriptions: ['orders.shipped'] });
  });

  it('is back when he takes it back', async () => {
    await subscribe(['builds']);
    await say(SubscriptionEndedV1.make(about(TOMORROW), ORIGIN));
    await say(SubscriptionResumedV1.make(about(new Date(TOMORROW.getTime() + 1)), ORIGIN));
    expect(await topics()).toEqual(['builds']);
  });

  it('stays when he subscribed after that', async () => {
    await subscribe(['builds']);
    await say(SubscriptionEndedV1.make(about(YESTERDAY), ORIGIN));
    expect(await topics()).toEqual(['builds']);
  });

  it('of somebody who is not here is nobody’s', async () => {
    await config.db.query('TRUNCATE directory_user, directory_address');
    await say(SubscriptionEndedV1.make(about(TOMORROW), ORIGIN));
    const { body } = await config.call('/v1/dead-letters');
    expect(body['items']).toEqual([]);
  });

  it('begins again when he chooses it here, and outbound-mail hears of what is new', async () => {
    const before = new Date();
    await subscribe(['builds']);
    await subscribe(['builds', 'orders.shipped'], '"2"');
    const said = await until(
      async () => {
        const found = (await begun()).filter(({ data }) => data.userId === userId);
        return found.length === 2 ? found : undefined;
      },
      { what: 'two events' },
    );
    expect(said.map(({ data }) => data.topics)).toEqual([['builds'], ['orders.shipped']]);
    expect(new Date(said[0]!.data.at).getTime()).toBeGreaterThanOrEqual(before.getTime());
  });

  async function begun() {
    const { streams } = await jetstreamManager(config.nats);
    const { state } = await streams.info('CONFIG');
    const events: ReturnType<typeof SubscriptionBegunV1.parse>[] = [];
    for (let seq = Math.max(1, state.first_seq); seq <= state.last_seq; seq += 1) {
      const message = await streams.getMessage('CONFIG', { seq });
      if (message?.subject === SubscriptionBegunV1.type) events.push(SubscriptionBegunV1.parse(message.json()));
    }
    return events;
  }
});

describe('the search of the directory', () => {
  it.each([
    ['a part of a name', 'an', ['ann']],
    ['a part of what people call him', 'LEE', ['ann']],
    ['a part of an address', 'ann@exam', ['ann']],
    ['what nobody has', 'bob', []],
    ['a sign that stands for itself', '%25', []],
    ['another one', '_', []],
  ])('finds by %s', async (_what, search, expected) => {
    const { body } = await config.call(`/v1/users?search=${search}`);
    expect((body['items'] as { name: string }[]).map(({ name }) => name)).toEqual(expected);
  });
});
