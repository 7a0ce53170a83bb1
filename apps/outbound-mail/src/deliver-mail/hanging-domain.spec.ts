import { beforeAll, expect, it } from '@jest/globals';
import { PublisherDocument, SendingProfileDocument } from '@replyline/contracts';
import { startScriptedSmtp, type ScriptedSmtp } from '@replyline/local-servers';
import { until, world } from '@replyline/testing';
import { Replica, Surroundings, type Request, type Row } from '../testing/service-under-test.js';

const here = world();
let around: Surroundings;
let replica: Replica;
let server: ScriptedSmtp;
/** Names of this machine, so that each has connections and slots of its own. */
const EXCHANGERS = { 'one.test': '127.1', 'two.test': '127.0.1', 'works.test': '127.0.0.1' } as const;
type Domain = keyof typeof EXCHANGERS;
const THAT_HANG = ['one.test', 'two.test'] as const satisfies readonly Domain[];

beforeAll(async () => {
  around = await Surroundings.of({ databaseUrl: await here.freshDatabase(), natsUrl: (await here.nats()).url });
  here.onEnd(() => around.stop());
  server = await startScriptedSmtp({ dir: here.folder() });
  here.onEnd(() => server.stop());
  const lanes = ['normal', 'bulk'];
  const publisher = { name: 'flows', revision: 1, kinds: ['job-status'], lanes, mayActForUsers: false };
  await around.put(PublisherDocument, 'flows', { ...publisher, mayAskForReplies: false });
  replica = await Replica.start(around);
  here.onEnd(() => replica.stop());
  replica.routeMailTo(server.port, (domain) => EXCHANGERS[domain as Domain]);
  const profile = SendingProfileDocument.schema.parse({
    kind: 'built-in',
    scope: 'system',
    id: 'system',
    revision: 1,
    timeoutSeconds: 60,
    fromAddress: 'desk@example.test',
  });
  await around.put(SendingProfileDocument, 'system', profile);
  await until(() => replica.knows(profile as Parameters<Replica['knows']>[0]), { what: 'the profile' });
});

async function mailTo(domain: Domain, lane: 'normal' | 'bulk'): Promise<Request> {
  const user = await around.user('carol', { address: `carol@${domain}` });
  const variables = { title: 'Nightly', text: 'It is done.' };
  const recipients = [{ userId: user.id }];
  return around.request({ kind: 'job-status', lane, recipients, variables }, { source: '/services/flows' });
}

const rowsOf = async (requests: readonly Request[]): Promise<Row[]> =>
  (await Promise.all(requests.map((request) => replica.deliveries(request)))).flat();

it('a domain whose server hangs holds up no other one, however much waits for it', async () => {
  server.follow(({ step, argument }) =>
    step === 'rcpt' && THAT_HANG.some((domain) => argument.includes(domain)) ? { instead: 'silence' } : undefined,
  );
  const hanging = await Promise.all(
    THAT_HANG.flatMap((domain) => Array.from({ length: 40 }, () => mailTo(domain, 'normal'))),
  );
  await until(async () => (await rowsOf(hanging)).length === hanging.length, { what: 'the mail' });
  const healthy = await Promise.all(Array.from({ length: 30 }, () => mailTo('works.test', 'bulk')));
  await until(async () => (await rowsOf(healthy)).filter(({ state }) => state === 'sent').length === healthy.length, {
    what: 'the mail to the domain that works',
  });
  expect((await rowsOf(hanging)).map(({ attempts }) => attempts)).toEqual(hanging.map(() => 0));
});
