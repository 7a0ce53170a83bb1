import { randomUUID } from 'node:crypto';
import { jetstream } from '@nats-io/jetstream';
import { beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { ReplyReceivedV1, type EventOf } from '@replyline/contracts';
import { Failure } from '@replyline/errors';
import { until, world } from '@replyline/testing';
import { Controller, type INestApplication } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { Consume } from './consume.js';
import { Inbox } from './inbox.js';
import { NatsLink } from './nats-link.js';
import { Redrive } from './redrive.js';
import { aReply } from './testing/a-reply.js';
import { bootService } from './testing/boot-service.js';

const DURABLE = 'conversation-append-reply';
const handled: string[] = [];
let trouble: (() => never) | undefined;

@Controller()
class Replies {
  constructor(
    private readonly db: DataSource,
    private readonly inbox: Inbox,
  ) {}

  @Consume(ReplyReceivedV1, { durable: DURABLE })
  async onReply(event: EventOf<typeof ReplyReceivedV1>): Promise<void> {
    await this.db.transaction(async (tx) => {
      if (!(await this.inbox.admit(tx, DURABLE, event))) return;
      trouble?.();
      handled.push(event.id);
    });
  }
}

const here = world();
let app: INestApplication;
let db: DataSource;
let redrive: Redrive;

beforeAll(async () => {
  const [databaseUrl, { url: natsUrl }] = [await here.freshDatabase(), await here.nats()];
  app = await bootService({ service: 'conversation', databaseUrl, natsUrl, controller: Replies });
  [db, redrive] = [app.get(DataSource), app.get(Redrive)];
  here.onEnd(() => db.destroy());
  here.onEnd(() => app.close());
});

beforeEach(() => (trouble = undefined));

type Reply = ReturnType<typeof aReply>;
interface Letter {
  readonly id: string;
  readonly state: string;
  readonly code: string;
  readonly decided_by: string | null;
  readonly decided_at: Date | null;
}

const publish = (body: object) =>
  jetstream(app.get(NatsLink).connection).publish('reply.received.v1', JSON.stringify(body));
const timesHandled = ({ id }: Reply) => handled.filter((it) => it === id).length;
const letterOf = async ({ id }: Reply): Promise<Letter | undefined> =>
  (
    (await db.query(`SELECT * FROM dead_letter WHERE convert_from(payload, 'UTF8') LIKE $1`, [`%${id}%`])) as Letter[]
  )[0];

/** An event whose consumer was broken when it came; it is not any more. */
async function putAside() {
  const reply = aReply();
  trouble = () => {
    throw new Failure('contract.invalid_event');
  };
  await publish(reply);
  const letter = await until(() => letterOf(reply), { what: 'a dead letter' });
  trouble = undefined;
  return { reply, letter };
}

describe('an event that could not be handled', () => {
  it('waits, and is handled when somebody redrives it', async () => {
    const { reply, letter } = await putAside();
    expect(letter).toMatchObject({ state: 'waiting', decided_by: null });
    expect(timesHandled(reply)).toBe(0);
    await redrive.redrive(letter.id, 'alice');
    expect(timesHandled(reply)).toBe(1);
    expect(await letterOf(reply)).toMatchObject({
      state: 'redriven',
      decided_by: 'alice',
      decided_at: expect.any(Date),
    });
  });

  it('is handled once, however often and however simultaneously it is redriven', async () => {
    const { reply, letter } = await putAside();
    await Promise.all(Array.from({ length: 6 }, (_, index) => redrive.redrive(letter.id, `admin-${index}`)));
    const decided = await letterOf(reply);
    await redrive.redrive(letter.id, 'too late');
    expect(timesHandled(reply)).toBe(1);
    expect(await letterOf(reply)).toEqual(decided);
  });

  it('is handled once when its publisher says it again afterwards', async () => {
    const { reply, letter } = await putAside();
    await redrive.redrive(letter.id, 'alice');
    await publish(reply);
    const marker = aReply();
    await publish(marker);
    await until(() => timesHandled(marker) === 1, { what: 'the event behind it' });
    expect(timesHandled(reply)).toBe(1);
  });

  it('is handled once after a crash between the effect and the note of it', async () => {
    const { reply, letter } = await putAside();
    await redrive.redrive(letter.id, 'alice');
    await db.query(`UPDATE dead_letter SET state = 'waiting', decided_by = NULL WHERE id = $1`, [letter.id]);
    await redrive.redrive(letter.id, 'bob');
    expect(timesHandled(reply)).toBe(1);
    expect(await letterOf(reply)).toMatchObject({ state: 'redriven', decided_by: 'bob' });
  });

  it('waits on when it fails again, with the reason of this time', async () => {
    const { reply, letter } = await putAside();
    trouble = () => {
      throw new Error('another defect');
    };
    await expect(redrive.redrive(letter.id, 'alice')).rejects.toMatchObject({
      code: 'event.not_handled',
      details: { reason: 'defect' },
    });
    expect(await letterOf(reply)).toMatchObject({ state: 'waiting', code: 'defect', decided_by: null });
    trouble = undefined;
    await redrive.redrive(letter.id, 'alice');
    expect(timesHandled(reply)).toBe(1);
  });

  it('that breaks its contract never reaches its consumer', async () => {
    const reply = aReply();
    await publish({ ...reply, data: { ...reply.data, confidence: 7 } });
    const letter = await until(() => letterOf(reply), { what: 'a dead letter' });
    await expect(redrive.redrive(letter.id, 'alice')).rejects.toMatchObject({
      details: { reason: 'contract.invalid_event' },
    });
    expect(timesHandled(reply)).toBe(0);
  });

  it('is not handled after somebody discarded it, and whoever was first stands beside it', async () => {
    const { reply, letter } = await putAside();
    await redrive.discard(letter.id, 'alice');
    await redrive.discard(letter.id, 'bob');
    expect(await letterOf(reply)).toMatchObject({ state: 'discarded', decided_by: 'alice' });
    await expect(redrive.redrive(letter.id, 'bob')).rejects.toMatchObject({ code: 'request.conflict' });
    expect(timesHandled(reply)).toBe(0);
  });

  it('is not discarded after it was handled', async () => {
    const { reply, letter } = await putAside();
    await redrive.redrive(letter.id, 'alice');
    await expect(redrive.discard(letter.id, 'bob')).rejects.toMatchObject({ code: 'request.conflict' });
    expect(await letterOf(reply)).toMatchObject({ state: 'redriven', decided_by: 'alice' });
  });

  it('of a consumer that is gone stays, with that reason', async () => {
    const { reply, letter } = await putAside();
    await db.query(`UPDATE dead_letter SET consumer = 'conversation-before' WHERE id = $1`, [letter.id]);
    await expect(redrive.redrive(letter.id, 'alice')).rejects.toMatchObject({
      details: { reason: 'event.no_consumer' },
    });
    expect(timesHandled(reply)).toBe(0);
  });

  it('that is not there can be neither redriven nor discarded', async () => {
    for (const decide of [redrive.redrive.bind(redrive), redrive.discard.bind(redrive)]) {
      await expect(decide(randomUUID(), 'alice')).rejects.toMatchObject({ code: 'request.not_found' });
    }
  });
});
