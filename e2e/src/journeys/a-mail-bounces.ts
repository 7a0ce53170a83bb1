import { randomUUID } from 'node:crypto';
import { expect } from '@jest/globals';
import { jetstreamManager } from '@nats-io/jetstream';
import { connect } from '@nats-io/transport-node';
import { MailBouncedV1 } from '@replyline/contracts';
import { until } from '@replyline/local-servers';
import { DOMAIN } from '@replyline/tools';
import type { Stage } from '../stage/stage.js';
import { journey } from './journey.js';

/** A user whose mailbox does not exist: the server accepts the mail and reports later that it could not deliver it. */
export const aMailBounces = journey(
  'a bounce posts nothing, and its address gets no more mail until an admin lifts it',
  async (stage) => {
    const ghost = randomUUID();
    const name = `ghost-${ghost.slice(0, 8)}`;
    const user = { name, displayName: 'Ghost', address: `${name}@${DOMAIN}`, roles: ['user'], groups: [] };
    await stage.api('config', 'admin').put(`/v1/users/${ghost}`, user);
    const talk = await stage.conversation('Bounce');
    const addGhost = () =>
      stage.api('conversation', 'bob').request('PUT', `/v1/conversations/${talk.id}/members/${ghost}`);
    await until(async () => (await addGhost()).ok, { what: 'the new user to be known' });
    await talk.say('bob', `@${name} are you there?`);
    const bounced = await until(() => lastBounce(stage), { what: 'the bounce' });
    expect(bounced).toMatchObject({
      action: 'failed',
      statusCode: expect.stringMatching(/^5\.1\./),
      isPermanent: true,
    });
    expect(bounced!.deliveryId).toBeDefined();
    expect(await talk.posts()).toHaveLength(1);

    const suppression = await until(() => suppressionOf(stage, user.address), {
      what: 'a suppression',
    });
    expect(suppression).toMatchObject({ state: 'active', reason: 'no-such-mailbox', deliveryId: bounced!.deliveryId });
    await talk.say('bob', `@${name} are you there now?`);
    await untilDeliveries(stage, ghost, ['sent', 'suppressed']);
    await stage.api('outbound-mail', 'admin').request('DELETE', `/v1/suppressions/${suppression!.id}`);
    await talk.say('bob', `@${name} and now?`);
    await untilDeliveries(stage, ghost, ['sent', 'sent', 'suppressed']);
  },
);

interface Suppression {
  readonly id: string;
  readonly state: string;
}

async function suppressionOf(stage: Stage, address: string): Promise<Suppression | undefined> {
  const { items } = await stage
    .api('outbound-mail', 'admin')
    .get<{ items: Suppression[] }>(`/v1/suppressions?address=${encodeURIComponent(address)}`);
  return items[0];
}

/** What became of everything that was sent to a person, in the order of the alphabet. */
function untilDeliveries(stage: Stage, userId: string, states: readonly string[]): Promise<unknown> {
  type Found = { items: { deliveries: { state: string }[] }[] };
  const admin = stage.api('outbound-mail', 'admin');
  return until(
    async () => {
      const { items } = await admin.get<Found>(`/v1/notifications?recipient=${userId}`);
      const found = items.flatMap(({ deliveries }) => deliveries.map(({ state }) => state)).sort();
      return found.join() === states.join();
    },
    { what: `deliveries ${states.join()}` },
  );
}

async function lastBounce(stage: Stage) {
  const connection = await connect({ servers: stage.stack.backends.natsUrl });
  try {
    const manager = await jetstreamManager(connection);
    const message = await manager.streams.getMessage('REPLY', { last_by_subj: MailBouncedV1.type });
    return message && MailBouncedV1.parse(message.json()).data;
  } finally {
    await connection.close();
  }
}
