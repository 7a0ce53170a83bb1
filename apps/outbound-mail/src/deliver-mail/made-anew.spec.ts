import { beforeAll, expect, it } from '@jest/globals';
import { PublisherDocument, SendingProfileDocument, userProfileId, type DirectoryUser } from '@replyline/contracts';
import { startScriptedSmtp, type ScriptedSmtp } from '@replyline/local-servers';
import { until, world } from '@replyline/testing';
import { Replica, Surroundings } from '../testing/service-under-test.js';

const here = world();
let around: Surroundings;
let replica: Replica;
let [former, present]: ScriptedSmtp[] = [];
let ada: DirectoryUser;

beforeAll(async () => {
  around = await Surroundings.of({ databaseUrl: await here.freshDatabase(), natsUrl: (await here.nats()).url });
  here.onEnd(() => around.stop());
  [former, present] = [await server(), await server()];
  ada = await around.user('ada');
  const publisher = { name: 'flows', revision: 1, kinds: ['free-mail'], lanes: ['normal'], mayActForUsers: true };
  await around.put(PublisherDocument, 'flows', { ...publisher, mayAskForReplies: false });
  replica = await Replica.start(around);
  here.onEnd(() => replica.stop());
});

async function server(): Promise<ScriptedSmtp> {
  const running = await startScriptedSmtp({ dir: here.folder() });
  here.onEnd(() => running.stop());
  return running;
}

async function saved(at: ScriptedSmtp, revision: number): Promise<void> {
  const owned = { id: userProfileId(ada.id), scope: 'user', ownerId: ada.id, fromAddress: 'ada@example.test' } as const;
  const profile = await around.profile(at.port, { ...owned, revision });
  await until(() => replica.knows(profile), { what: 'the profile' });
}

/** What is saved under this id afterwards begins with its first revision again. */
async function deleted(): Promise<void> {
  const id = userProfileId(ada.id);
  await around.remove(SendingProfileDocument, id);
  await until(() => replica.document(SendingProfileDocument, id) === undefined, { what: 'the end of the profile' });
}

async function sent(): Promise<void> {
  const mail = { kind: 'free-mail' as const, variables: { subject: 'Nightly report', text: 'All is well.' } };
  const recipients = [{ address: 'carol@example.test' }];
  const request = await around.request({ ...mail, actorId: ada.id, recipients }, { source: '/services/flows' });
  await until(async () => (await replica.deliveries(request))[0]?.state === 'sent', { what: 'the mail' });
}

it('mail of a profile that was deleted and made anew goes to its new server', async () => {
  await saved(former!, 1);
  await sent();
  await deleted();
  await saved(present!, 1);
  await sent();
  expect([former, present].map((it) => it!.accepted().length)).toEqual([1, 1]);
});

it('a profile that was deleted and made anew waits for nothing that the former one had to wait for', async () => {
  await saved(former!, 3);
  const row = [userProfileId(ada.id), 'provider.throttled', 3];
  await replica.db.query(
    `INSERT INTO profile_pause (profile_id, code, revision, until, lasts) VALUES ($1, $2, $3, now() + interval '1 day', '1 day')`,
    row,
  );
  await deleted();
  await saved(present!, 1);
  await sent();
});
