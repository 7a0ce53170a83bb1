import { join } from 'node:path';
import { jetstreamManager } from '@nats-io/jetstream';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { AccessTokenV1, natsAccounts } from '@replyline/contracts';
import { startNats, type RunningNats } from '@replyline/local-servers';
import { until, world } from '@replyline/testing';
import { ensureStreams } from './bootstrap.js';
import { NatsLink } from './nats-link.js';
import { StreamPublisher } from './stream-publisher.js';

const here = world();
const SERVICE = 'outbound-mail';
const PASSWORD = 'p1';
const configuration = natsAccounts({ passwordOf: () => PASSWORD });

let nats: RunningNats;
let link: NatsLink;
let publisher: StreamPublisher;

beforeAll(async () => {
  nats = await startNats({ dir: join(here.folder(), 'strict'), configuration });
  link = await NatsLink.open(nats.url.replace('://', `://${SERVICE}:${PASSWORD}@`), SERVICE);
  here.onEnd(() => link.onApplicationShutdown());
  await ensureStreams(link.connection);
  publisher = new StreamPublisher(link, SERVICE);
});

const publish = (dedupeId: string, subject = 'notification.sent.v1', headers: Record<string, string> = {}) =>
  publisher.publish({ dedupeId: `${SERVICE}/${dedupeId}`, subject, headers, payload: '{}' });

describe('what is published', () => {
  it('stands on the stream when that is said, once for each id', async () => {
    await Promise.all(['1', '2', '3', '2'].map((id) => publish(id)));
    const { state } = await (await jetstreamManager(link.connection)).streams.info('NOTIFICATION');
    expect(state.messages).toBe(3);
  });

  // Whoever waits to the end is told that nobody has answered.
  it.each<[string, string, string, Record<string, string>?]>([
    ['the broker does not let us say', 'reply.received.v1', 'ermission'],
    ['no stream keeps', AccessTokenV1.subject, 'no stream listens'],
    ['a stream refuses', 'notification.sent.v1', 'JetStream: ', { 'Nats-Expected-Stream': 'ANOTHER' }],
    ['cannot be said', 'notification.sent.v1', 'cannot contain', { traceparent: 'a\r\nb' }],
  ])('fails at once where it is what %s', async (_case, subject, words, headers = {}) => {
    await expect(publish(subject, subject, headers)).rejects.toThrow(words);
  });

  it('fails when its broker dies, and while that is away; whoever waits for that is told when it is back', async () => {
    const isBack = new Promise<boolean>((resolve) => link.onReconnect(() => resolve(link.isConnected())));
    const under = Promise.allSettled([publish('4'), publish('5')]);
    await nats.kill9();
    await under;
    await until(() => !link.isConnected(), { what: 'the broker to be missed' });
    await expect(publish('6')).rejects.toThrow('the broker is away');
    const again = await startNats({ dir: join(here.folder(), 'strict'), port: nats.port });
    here.onEnd(() => again.stop());
    expect(await isBack).toBe(true);
    await until(
      () =>
        publish('6').then(
          () => true,
          () => false,
        ),
      { what: 'the broker to be back' },
    );
  });
});
