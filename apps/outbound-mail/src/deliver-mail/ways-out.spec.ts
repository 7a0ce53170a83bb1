import { expect, it } from '@jest/globals';
import { PublisherDocument, SendingProfileDocument, userProfileId } from '@replyline/contracts';
import { startScriptedSmtp } from '@replyline/local-servers';
import { until, world } from '@replyline/testing';
import { Replica, Surroundings } from '../testing/service-under-test.js';

const here = world();

it('a mail whose profile has been deleted waits for that profile, and says so', async () => {
  const around = await Surroundings.of({ databaseUrl: await here.freshDatabase(), natsUrl: (await here.nats()).url });
  here.onEnd(() => around.stop());
  const server = await startScriptedSmtp({ dir: here.folder() });
  here.onEnd(() => server.stop());
  const ada = await around.user('ada');
  const more = { revision: 1, kinds: ['free-mail'], lanes: ['normal'], mayActForUsers: true, mayAskForReplies: false };
  await around.put(PublisherDocument, 'flows', { name: 'flows', ...more });
  const id = userProfileId(ada.id);
  const own = await around.profile(server.port, {
    id,
    scope: 'user',
    ownerId: ada.id,
    fromAddress: 'ada@example.test',
  });
  const replica = await Replica.start(around);
  here.onEnd(() => replica.stop());
  await until(() => replica.knows(own), { what: 'the profile' });

  server.follow(({ step }) => (step === 'rcpt' ? { reply: '554 5.7.1 Not today' } : undefined));
  const request = await around.request(
    {
      kind: 'free-mail',
      actorId: ada.id,
      recipients: [{ address: 'carol@example.test' }],
      variables: { subject: 'Nightly report', text: 'All is well.' },
    },
    { source: '/services/flows' },
  );
  const inState = (wanted: string) =>
    until(async () => (await replica.deliveries(request)).find(({ state }) => state === wanted), { what: wanted });
  const { id: delivery } = await inState('failed');

  await around.remove(SendingProfileDocument, id);
  await until(() => !replica.knows(own), { what: 'the profile to be gone' });
  const admin = await around.token('server-admin');
  expect((await replica.call('POST', `/v1/deliveries/${delivery}/resend`, admin)).status).toBe(202);
  expect(await inState('deferred')).toMatchObject({ code: 'policy.profile_deleted' });

  server.follow(() => undefined);
  await around.profile(server.port, { id, scope: 'user', ownerId: ada.id, fromAddress: 'ada@example.test' });
  await inState('sent');
});
