import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { jetstream, jetstreamManager } from '@nats-io/jetstream';
import { headers as natsHeaders } from '@nats-io/transport-node';
import { beforeAll, describe, expect, it, jest } from '@jest/globals';
import { causedBy, ConversationPostedV1, ReplyReceivedV1, type EventOf } from '@replyline/contracts';
import { startNats } from '@replyline/local-servers';
import { until, world } from '@replyline/testing';
import { Controller, type INestApplication } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { Consume } from './consume.js';
import { Inbox } from './inbox.js';
import { NatsLink } from './nats-link.js';
import { Outbox } from './outbox.js';
import { StreamPublisher } from './stream-publisher.js';
import { bootService } from './testing/boot-service.js';

const SOURCE = '/services/inbound-reply';
const DURABLE = 'conversation-append-reply';
const handled: string[] = [];
let trouble: (() => never) | undefined;

/** At least one, or not yet. */
const atLeastOne = <T>(rows: T[]): T[] | undefined => (rows.length > 0 ? rows : undefined);

const aReply = (text = 'Yes') =>
  ReplyReceivedV1.make(
    {
      replyId: randomUUID(),
      conversationId: randomUUID(),
      postId: randomUUID(),
      userId: randomUUID(),
      text,
      confidence: 1,
      receivedAt: new Date().toISOString(),
    },
    { source: SOURCE },
  );

@Controller()
class Replies {
  constructor(
    private readonly db: DataSource,
    private readonly inbox: Inbox,
    private readonly outbox: Outbox,
  ) {}

  @Consume(ReplyReceivedV1, { durable: DURABLE })
  async onReply(event: EventOf<typeof ReplyReceivedV1>): Promise<void> {
    await this.db.transaction(async (tx) => {
      if (!(await this.inbox.admit(tx, DURABLE, event))) return;
      trouble?.();
      handled.push(event.data.replyId);
      const { conversationId, userId: authorId, replyId } = event.data;
      const data = { conversationId, authorId, replyId, postId: randomUUID(), origin: 'mail' as const };
      await this.outbox.add(tx, ConversationPostedV1.make(data, causedBy(event, '/services/conversation')));
    });
  }
}

describe('an event', () => {
  const here = world();
  let app: INestApplication;
  let db: DataSource;
  let natsUrl: string;

  beforeAll(async () => {
    natsUrl = (await here.nats()).url;
    const databaseUrl = await here.freshDatabase();
    app = await bootService({ service: 'conversation', databaseUrl, natsUrl, controller: Replies });
    db = app.get(DataSource);
    here.onEnd(() => db.destroy());
    here.onEnd(() => app.close());
  });

  const link = () => app.get(NatsLink).connection;
  const publish = (subject: string, body: unknown) => jetstream(link()).publish(subject, JSON.stringify(body));
  const streamed = async (name: string) => (await (await jetstreamManager(link())).streams.info(name)).state.messages;
  const timesHandled = (id: string) => handled.filter((replyId) => replyId === id).length;
  const deadLetters = (
    code: string,
  ): Promise<{ code: string; paths: string; why: string; event_id: string | null; payload: Buffer }[]> =>
    db.query(`SELECT code, paths, why, event_id, payload FROM dead_letter WHERE code = $1`, [code]);

  it('leaves with the commit of its transaction and reaches its consumer', async () => {
    const reply = aReply();
    await db.transaction((tx) => app.get(Outbox).add(tx, reply));
    await until(() => timesHandled(reply.data.replyId) === 1, { what: 'the consumer' });
  });

  it('does not leave when its transaction fails', async () => {
    const before = await streamed('REPLY');
    const failing = db.transaction(async (tx) => {
      await app.get(Outbox).add(tx, aReply());
      throw new Error('no');
    });
    await expect(failing).rejects.toThrow('no');
    const marker = aReply();
    await db.transaction((tx) => app.get(Outbox).add(tx, marker));
    await until(() => timesHandled(marker.data.replyId) === 1, { what: 'the next event' });
    expect(await streamed('REPLY')).toBe(before + 1);
  });

  it('has its effect once, however often it is published', async () => {
    const reply = aReply();
    for (let time = 0; time < 3; time += 1) await publish('reply.received.v1', reply);
    const marker = aReply();
    await publish('reply.received.v1', marker);
    await until(() => timesHandled(marker.data.replyId) === 1, { what: 'the event after it' });
    expect(timesHandled(reply.data.replyId)).toBe(1);
  });

  it('is delivered again after a defect, until the defect is gone', async () => {
    let failures = 0;
    trouble = () => {
      failures += 1;
      if (failures === 2) trouble = undefined;
      throw new Error('a defect');
    };
    const reply = aReply();
    await publish('reply.received.v1', reply);
    await until(() => timesHandled(reply.data.replyId) === 1, { what: 'the third delivery' });
    expect(failures).toBe(2);
  });

  it('becomes a dead letter at once when it breaks its contract, and the stream goes on', async () => {
    const broken = { ...aReply(), data: { ...aReply().data, userId: 'secret', confidence: 7 } };
    await publish('reply.received.v1', broken);
    const after = aReply();
    await publish('reply.received.v1', after);
    await until(() => timesHandled(after.data.replyId) === 1, { what: 'the event after it' });
    const [letter] = await until(async () => atLeastOne(await deadLetters('contract.invalid_event')), {
      what: 'a dead letter',
    });
    expect(letter).toMatchObject({ paths: 'data.userId, data.confidence', event_id: broken.id });
    expect(letter!.why).toMatch(/^data\.userId: is not an id like .*; data\.confidence: must be /);
    expect(letter!.why).not.toContain('secret');
    expect(JSON.parse(letter!.payload.toString())).toEqual(broken);
    await until(async () => (await streamed('DEAD_LETTER')) >= 1, { what: 'the event about it' });
  });

  it.each(['not JSON', '', '[]', 'null'])('becomes a dead letter when its body is %j', async (body) => {
    const before = (await deadLetters('contract.invalid_event')).length;
    await jetstream(link()).publish('reply.received.v1', body);
    await until(async () => (await deadLetters('contract.invalid_event')).length > before, {
      what: 'a dead letter',
    });
  });

  it('becomes a dead letter when somebody says it who may not', async () => {
    await publish('reply.received.v1', { ...aReply(), source: '/services/evil' });
    await until(async () => atLeastOne(await deadLetters('contract.foreign_source')), {
      what: 'a dead letter',
    });
  });

  it('becomes a dead letter at once even where PostgreSQL cannot store what came with it', async () => {
    const headers = natsHeaders();
    headers.set('x-odd', 'a\0b\\u0000');
    const before = (await deadLetters('contract.invalid_event')).length;
    await jetstream(link()).publish('reply.received.v1', 'odd', { headers });
    await publish('reply.received.v1', { ...aReply(), correlationid: 'a\0b' });
    await publish('reply.received.v1', { ...aReply(), traceparent: 'a\r\nb' });
    await until(async () => (await deadLetters('contract.invalid_event')).length === before + 3, {
      what: 'three dead letters',
    });
  });

  it('that cannot be published holds up no other', async () => {
    const headers = JSON.stringify({ traceparent: 'a\r\nb' });
    await db.query(
      `INSERT INTO outbox (dedupe_id, subject, headers, payload) VALUES ('bad/1', 'reply.held.v1', $1, '{}')`,
      [headers],
    );
    const reply = aReply();
    await db.transaction((tx) => app.get(Outbox).add(tx, reply));
    await until(() => timesHandled(reply.data.replyId) === 1, { what: 'the event behind it' });
    const [bad] = await db.query(`SELECT failures, published_at FROM outbox WHERE dedupe_id = 'bad/1'`);
    expect(bad).toMatchObject({ published_at: null });
    await db.query(`DELETE FROM outbox WHERE dedupe_id = 'bad/1'`);
  });

  it('that no stream takes is tried again soon, and twice as late each time', async () => {
    await db.query(
      `INSERT INTO outbox (dedupe_id, subject, headers, payload) VALUES ('early/1', 'nobody.listens.v1', '{}', '{}')`,
    );
    const find = `SELECT failures, extract(epoch FROM not_before - now())::float8 AS wait FROM outbox WHERE dedupe_id = 'early/1'`;
    for (const tries of [1, 2, 3]) {
      const { failures, wait } = await until(
        async () => {
          const [row]: { failures: number; wait: number }[] = await db.query(find);
          return row!.failures >= tries ? row : undefined;
        },
        { what: `${tries} tries` },
      );
      expect(wait).toBeLessThanOrEqual(0.1 * 2 ** (failures - 1));
    }
    await db.query(`DELETE FROM outbox WHERE dedupe_id = 'early/1'`);
  });

  it('is refused by the outbox when it is larger than 256 KB', async () => {
    const large = aReply('€'.repeat(90_000));
    await expect(db.transaction((tx) => app.get(Outbox).add(tx, large))).rejects.toMatchObject({
      code: 'contract.event_too_large',
    });
  });

  it('survives a broker that is killed and started again', async () => {
    const broker = await here.nats();
    await broker.kill9();
    await until(() => !app.get(NatsLink).isConnected(), { what: 'the service to notice' });
    const reply = aReply();
    const publish = jest.spyOn(app.get(StreamPublisher), 'publish');
    await db.transaction((tx) => app.get(Outbox).add(tx, reply));
    const again = await startNats({ dir: join(here.folder(), 'nats'), port: broker.port });
    here.onEnd(() => again.stop());
    await until(() => timesHandled(reply.data.replyId) === 1, {
      what: 'the consumer after the restart',
    });
    // In vain it would have been tried again and again, with a line in the log each time.
    expect(publish.mock.calls.filter(([{ dedupeId }]) => dedupeId.endsWith(reply.id))).toHaveLength(1);
  });
});
