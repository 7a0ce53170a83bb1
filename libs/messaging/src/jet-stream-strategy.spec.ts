import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { jetstream, jetstreamManager } from '@nats-io/jetstream';
import { connect, type NatsConnection } from '@nats-io/transport-node';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { ReplyReceivedV1, streamOf, type EventOf } from '@replyline/contracts';
import { startNats, startTcpProxy } from '@replyline/local-servers';
import { until, world } from '@replyline/testing';
import { Controller } from '@nestjs/common';
import { Consume } from './consume.js';
import { aReply } from './testing/a-reply.js';
import { bootService } from './testing/boot-service.js';

const here = world();
const DURABLE = 'conversation-append-reply';
const STREAM = streamOf(ReplyReceivedV1.type);
const handled: string[] = [];

@Controller()
class Replies {
  @Consume(ReplyReceivedV1, { durable: DURABLE })
  async onReply(event: EventOf<typeof ReplyReceivedV1>): Promise<void> {
    handled.push(event.id);
  }
}

describe('a service that stops', () => {
  it('handles what the broker has sent to it already', async () => {
    const broker = await here.nats();
    const cable = await startTcpProxy({ targetPort: broker.port });
    here.onEnd(() => cable.stop());
    const natsUrl = `nats://127.0.0.1:${cable.port}`;
    const databaseUrl = await here.freshDatabase();
    const app = await bootService({ service: 'conversation', databaseUrl, natsUrl, controller: Replies });
    const nats = await connect({ servers: broker.url });
    here.onEnd(() => nats.close());
    const info = async () => (await jetstreamManager(nats)).consumers.info(STREAM, DURABLE);
    const unsettled = async () => (await info()).num_ack_pending;

    await until(async () => (await info()).num_waiting > 0, { what: 'the service to ask for events' });
    cable.blackHole();
    const reply = aReply();
    await jetstream(nats).publish(ReplyReceivedV1.subjectOf(reply), JSON.stringify(reply));
    await until(async () => (await unsettled()) === 1, { what: 'the event to be on its way' });
    const stopped = app.close();
    cable.heal();
    await stopped;
    expect(handled).toEqual([reply.id]);
    expect(await unsettled()).toBe(0);
  });
});

describe('a consumer that is gone', () => {
  let nats: NatsConnection;

  beforeAll(async () => {
    const { url } = await here.nats();
    const databaseUrl = await here.freshDatabase();
    const app = await bootService({ service: 'conversation', databaseUrl, natsUrl: url, controller: Replies });
    here.onEnd(() => app.close());
    nats = await connect({ servers: url, maxReconnectAttempts: -1 });
    here.onEnd(() => nats.close());
  });

  /** Said until a stream takes it. */
  async function isHandled(): Promise<boolean> {
    const reply = aReply();
    const say = () => jetstream(nats).publish(ReplyReceivedV1.subjectOf(reply), JSON.stringify(reply));
    await until(say, { deadlineMs: 60_000, what: 'a stream' });
    return until(() => handled.includes(reply.id), { what: 'the event' });
  }

  it('is made again where an operator has deleted it', async () => {
    expect(await isHandled()).toBe(true);
    await (await jetstreamManager(nats)).consumers.delete(STREAM, DURABLE);
    expect(await isHandled()).toBe(true);
  });

  it('is made again with its stream where an operator has deleted that', async () => {
    await (await jetstreamManager(nats)).streams.delete(STREAM);
    expect(await isHandled()).toBe(true);
  });

  it('is made again where the broker comes back with nothing', async () => {
    const broker = await here.nats();
    await broker.kill9();
    rmSync(join(here.folder(), 'nats', 'store'), { recursive: true });
    const again = await startNats({ dir: join(here.folder(), 'nats'), port: broker.port });
    here.onEnd(() => again.stop());
    expect(await isHandled()).toBe(true);
  });
});
