import { describe, expect, it } from '@jest/globals';
import { ReplyReceivedV1, type EventOf } from '@replyline/contracts';
import { startTcpProxy } from '@replyline/local-servers';
import { until, world } from '@replyline/testing';
import { Controller } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { Consume } from './consume.js';
import { Outbox } from './outbox.js';
import { aReply } from './testing/a-reply.js';
import { bootService } from './testing/boot-service.js';

const here = world();
const handled: string[] = [];

@Controller()
class Replies {
  @Consume(ReplyReceivedV1, { durable: 'conversation-append-reply' })
  async onReply(event: EventOf<typeof ReplyReceivedV1>): Promise<void> {
    handled.push(event.id);
  }
}

describe('a process that is frozen while its relay is the active one', () => {
  it('holds up no event: another one takes over', async () => {
    const databaseUrl = await here.freshDatabase();
    const cable = await startTcpProxy({ targetPort: Number(new URL(databaseUrl).port) });
    here.onEnd(() => cable.stop());
    const through = Object.assign(new URL(databaseUrl), { port: String(cable.port) }).href;
    const natsUrl = (await here.nats()).url;
    const boot = async (url: string) => {
      const app = await bootService({ service: 'conversation', databaseUrl: url, natsUrl, controller: Replies });
      here.onEnd(() => app.close());
      return app.get(Outbox);
    };
    await boot(through);
    const db = await new DataSource({ type: 'postgres', url: databaseUrl }).initialize();
    here.onEnd(() => db.destroy());
    const relays = () =>
      db.query(
        `SELECT 1 FROM pg_locks WHERE locktype = 'advisory' AND objid = 7001 AND database = (SELECT oid FROM pg_database WHERE datname = current_database())`,
      );
    await until(async () => (await relays()).length === 1, { what: 'the first relay' });
    const outbox = await boot(databaseUrl);

    // As far as PostgreSQL can tell: it says nothing any more, and hangs up nothing.
    cable.blackHole();
    const reply = aReply();
    await db.transaction((tx) => outbox.add(tx, reply));
    await until(() => handled.includes(reply.id), { what: 'the event' });
    cable.heal();
    expect(handled).toEqual([reply.id]);
  });
});
