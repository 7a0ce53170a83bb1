import { beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { NotificationAcceptedV1, NotificationSentV1, type DirectoryUser } from '@replyline/contracts';
import { startScriptedSmtp, type ScriptedSmtp } from '@replyline/local-servers';
import { until, world } from '@replyline/testing';
import { Replica, Surroundings, type Request } from '../../test/service-under-test.js';

const here = world();
let around: Surroundings;
let replica: Replica;
let server: ScriptedSmtp;
let bob: DirectoryUser;

beforeAll(async () => {
  around = await Surroundings.of({ databaseUrl: await here.freshDatabase(), natsUrl: (await here.nats()).url });
  here.onEnd(() => around.stop());
  server = await startScriptedSmtp({ dir: here.folder() });
  here.onEnd(() => server.stop());
  bob = await around.user('bob');
  await around.profile(server.port);
  await around.mailbox();
  replica = await Replica.start(around);
  here.onEnd(() => replica.stop());
});

beforeEach(() => server.follow(() => undefined));

const inState = (request: Request, state: string) =>
  until(
    async () => {
      const rows = await replica.deliveries(request);
      return rows.length > 0 && rows.every((row) => row.state === state) ? rows : undefined;
    },
    { deadlineMs: 10_000, what: `every delivery ${state}` },
  );

describe('an accepted notification', () => {
  it('is sent, and everybody learns of it', async () => {
    const request = await around.mention(bob);
    const [row] = await inState(request, 'sent');
    expect(server.accepted().map(({ messageId }) => messageId)).toContain(row!.message_id);
    const sent = await until(
      async () => (await around.streamed(NotificationSentV1)).find(({ data }) => data.deliveryId === row!.id),
      { deadlineMs: 5_000, what: 'the event' },
    );
    expect(sent.data).toMatchObject({ attempt: 1, replyCode: 250, messageId: row!.message_id });
    const accepted = await around.streamed(NotificationAcceptedV1);
    expect(accepted.map(({ data }) => data.deliveryId)).toContain(row!.id);
  });
});
