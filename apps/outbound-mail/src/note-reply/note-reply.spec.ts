import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { ReplyNotedV1, ReplyReceivedV1, type DirectoryUser, type Event, type ReplyOutcome } from '@replyline/contracts';
import { startScriptedSmtp } from '@replyline/local-servers';
import { until, world } from '@replyline/testing';
import type { NotificationPage, NotificationView } from '../show-notification/notification-view.js';
import { Replica, Surroundings, type Row } from '../testing/service-under-test.js';

const CANARY = 'Yes, plum-Kettle it is';
const ORIGIN = { source: '/services/inbound-reply' };
const CAME = '2026-11-20T12:00:00.000Z';
const here = world();
let around: Surroundings;
let replica: Replica;
let admin: string;
let bob: DirectoryUser;

beforeAll(async () => {
  around = await Surroundings.of({ databaseUrl: await here.freshDatabase(), natsUrl: (await here.nats()).url });
  here.onEnd(() => around.stop());
  const server = await startScriptedSmtp({ dir: here.folder() });
  here.onEnd(() => server.stop());
  await around.profile(server.port);
  bob = await around.user('bob');
  replica = await Replica.start(around);
  here.onEnd(() => replica.stop());
  admin = await around.token('server-admin');
});

async function sent(): Promise<Row> {
  const request = await around.mention(bob);
  return until(async () => (await replica.deliveries(request)).find(({ state }) => state === 'sent'), {
    what: 'a mail',
  });
}

const noted = (deliveryId: string, outcome: ReplyOutcome = 'received'): Event =>
  ReplyNotedV1.make({ deliveryId, outcome, receivedAt: CAME }, ORIGIN);
/** What is for conversation, with what was written. */
const received = (deliveryId: string): Event =>
  ReplyReceivedV1.make(
    {
      deliveryId,
      userId: bob.id,
      conversationId: randomUUID(),
      replyId: randomUUID(),
      postId: randomUUID(),
      text: CANARY,
      confidence: 1,
      receivedAt: CAME,
    },
    ORIGIN,
  );

/** What inbound-reply says, each of it twice, until all of it has been handled. */
async function say(...events: Event[]): Promise<void> {
  for (const event of [...events, ...events]) await around.publish(event.type, event);
  await until(() => handled('outbound-mail-note-reply'), { what: 'notes' });
}

async function handled(durable: string): Promise<boolean> {
  const { num_pending: waiting, num_ack_pending: inHand } = await around.consumer('REPLY', durable);
  return waiting + inHand === 0;
}

async function shown({ notification_id: id }: Row) {
  const { body } = await replica.call('GET', `/v1/notifications/${id}`, admin);
  return (body as unknown as NotificationView).deliveries[0]!;
}

describe('the timeline of a delivery', () => {
  it('shows that it was answered, once, however often that is said', async () => {
    const row = await sent();
    expect(await shown(row)).toMatchObject({ state: 'sent', repliedAt: null, replies: [] });
    await say(noted(row.id));
    expect(await shown(row)).toMatchObject({
      state: 'sent',
      repliedAt: CAME,
      replies: [{ outcome: 'received', receivedAt: CAME }],
    });
    const { body } = await replica.call('GET', `/v1/notifications?recipient=${bob.id}`, admin);
    const [listed] = (body as unknown as NotificationPage).items.filter(({ id }) => id === row.notification_id);
    expect(listed!.deliveries[0]).toMatchObject({ repliedAt: CAME });
  });

  it('shows what was held and what was not posted, which is no answer yet', async () => {
    const row = await sent();
    await say(noted(row.id, 'held'), noted(row.id, 'rejected'));
    const { repliedAt, replies } = await shown(row);
    expect(repliedAt).toBeNull();
    expect(replies.map(({ outcome }) => outcome).sort()).toEqual(['held', 'rejected']);
  });

  it('shows each answer of a mail that is answered twice', async () => {
    const row = await sent();
    await say(noted(row.id), noted(row.id));
    expect((await shown(row)).replies).toHaveLength(2);
  });

  it('is the same after an answer to what is not here', async () => {
    const row = await sent();
    await say(noted(randomUUID()));
    expect((await shown(row)).replies).toEqual([]);
    expect((await replica.call('GET', '/v1/dead-letters', admin)).body['items']).toEqual([]);
  });

  it('keeps no word of an answer, also of one that nobody can handle', async () => {
    const { id } = await sent();
    const broken = { ...received(id), time: 'yesterday' };
    await around.publish(broken.type, broken);
    await say(received(id), noted(id));
    const heard = (await around.heardOf('REPLY')).filter((subject) => subject?.startsWith('reply.'));
    expect(heard).toEqual([ReplyNotedV1.type]);
    const names: { name: string }[] = await replica.db.query(
      `SELECT quote_ident(tablename) AS name FROM pg_tables WHERE schemaname = 'public'`,
    );
    for (const { name } of names) {
      const rows: object[] = await replica.db.query(`SELECT t::text AS row FROM ${name} t`);
      expect([name, JSON.stringify(rows).includes(CANARY)]).toEqual([name, false]);
    }
  });
});
