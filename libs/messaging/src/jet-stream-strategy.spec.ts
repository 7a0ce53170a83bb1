import { jetstream, jetstreamManager } from '@nats-io/jetstream';
import { connect } from '@nats-io/transport-node';
import { describe, expect, it } from '@jest/globals';
import { ReplyReceivedV1, streamOf, type EventOf } from '@replyline/contracts';
import { startTcpProxy } from '@replyline/local-servers';
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
    const unsettled = async () =>
      (await (await jetstreamManager(nats)).consumers.info(STREAM, DURABLE)).num_ack_pending;

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
