import { randomUUID } from 'node:crypto';
import { jetstream } from '@nats-io/jetstream';
import { connect } from '@nats-io/transport-node';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { NotificationRequestedV1 } from '@replyline/contracts';
import { until } from '@replyline/local-servers';
import { seededRandom } from '@replyline/testing';
import { Stage } from '../stage/stage.js';
import { acceptedBy, deliveriesOf } from './ledgers.js';
import { SEEDS } from './seeds.js';

const MAILS = 200;
const KILLS = 3;
const FINAL = new Set(['sent', 'unknown']);

let stage: Stage;

beforeAll(async () => {
  stage = await Stage.open('address');
});

afterAll(() => stage?.close());

/** Asks for all mails at once and returns the ids of the events. */
async function requestMails(): Promise<string[]> {
  const { alice, bob } = stage.stack.people;
  const connection = await connect({ servers: stage.stack.backends.natsUrl });
  const events = Array.from({ length: MAILS }, (_, index) =>
    NotificationRequestedV1.make(
      {
        kind: 'mention',
        recipients: [{ userId: index % 2 ? alice.id : bob.id }],
        replyTo: { conversationId: randomUUID(), postId: randomUUID() },
        variables: { actorName: 'Bob', conversationName: `Load ${index}`, postText: 'Hello' },
      },
      { source: '/services/conversation' },
    ),
  );
  const publish = jetstream(connection);
  await Promise.all(events.map((it) => publish.publish(NotificationRequestedV1.subjectOf(it), JSON.stringify(it))));
  await connection.drain();
  return events.map(({ id }) => id);
}

describe('outbound-mail killed with -9 while it sends', () => {
  it.each(SEEDS)(
    'sends no mail twice, loses none and knows what it does not know (seed %i)',
    async (seed) => {
      const random = seededRandom(seed);
      const before = acceptedBy(stage).length;
      const eventIds = await requestMails();
      for (let kill = 0; kill < KILLS; kill += 1) {
        const enough = before + Math.floor((MAILS / (KILLS + 1)) * kill) + 1 + random.below(30);
        await until(() => acceptedBy(stage).length >= enough, { everyMs: 2, what: 'enough mails' });
        await stage.stack.service('outbound-mail').kill9();
        await stage.stack.restart('outbound-mail');
      }
      const settled = async () => {
        const rows = await deliveriesOf(stage, eventIds);
        return rows.length === MAILS && rows.every(({ state }) => FINAL.has(state));
      };
      await until(settled, { deadlineMs: 60_000, what: 'every delivery to be settled' });

      const rows = await deliveriesOf(stage, eventIds);
      const accepted = acceptedBy(stage).slice(before);
      const idsIn = (state: string) => rows.filter((it) => it.state === state).map(({ message_id }) => message_id);
      const [sent, unknown] = [idsIn('sent'), idsIn('unknown')];
      expect(new Set(accepted).size).toBe(accepted.length);
      expect(sent.filter((id) => !accepted.includes(id))).toEqual([]);
      expect(accepted.filter((id) => !sent.includes(id) && !unknown.includes(id))).toEqual([]);
      console.log(
        `seed ${seed}: ${sent.length} sent, ${unknown.length} unknown, ${accepted.length} accepted by Postfix`,
      );
    },
    180_000,
  );
});
