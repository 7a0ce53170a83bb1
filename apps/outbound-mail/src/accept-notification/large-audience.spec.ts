import { beforeAll, describe, expect, it } from '@jest/globals';
import { PublisherDocument } from '@replyline/contracts';
import { startScriptedSmtp, type ScriptedSmtp } from '@replyline/local-servers';
import { until, world } from '@replyline/testing';
import { Replica, Surroundings, type Request } from '../testing/service-under-test.js';

const here = world();
let around: Surroundings;
let replica: Replica;
let server: ScriptedSmtp;

beforeAll(async () => {
  around = await Surroundings.of({ databaseUrl: await here.freshDatabase(), natsUrl: (await here.nats()).url });
  here.onEnd(() => around.stop());
  server = await startScriptedSmtp({ dir: here.folder() });
  here.onEnd(() => server.stop());
  await around.profile(server.port);
  await around.put(PublisherDocument, 'shop', {
    name: 'shop',
    revision: 1,
    kinds: ['job-status', 'reminder'],
    lanes: ['bulk'],
  });
  replica = await Replica.start(around);
  here.onEnd(() => replica.stop());
});

const recipients = (count: number) => Array.from({ length: count }, (_, at) => ({ address: `p${at}@example.test` }));
const report = (count: number, text: string) => ({
  kind: 'job-status' as const,
  lane: 'bulk' as const,
  recipients: recipients(count),
  variables: { title: 'Report', text },
});
const ask = (data: ReturnType<typeof report> & { notBefore?: string }) =>
  around.request(data, { source: '/services/shop' });
const deliveries = (request: Request, count: number, state: string) =>
  until(
    async () => {
      const rows = await replica.deliveries(request);
      return rows.filter((row) => row.state === state).length === count ? rows : undefined;
    },
    { what: `${count} deliveries ${state}` },
  );

/** How much of the processors was used while nobody else had a turn, at the most: what else the machine does counts little. */
function longestTurn() {
  let before = process.cpuUsage();
  let longest = 0;
  const look = () => {
    const { user, system } = process.cpuUsage(before);
    longest = Math.max(longest, (user + system) / 1e6);
    before = process.cpuUsage();
  };
  const timer = setInterval(look, 10);
  return {
    processorSeconds: () => {
      clearInterval(timer);
      look();
      return longest;
    },
  };
}

describe('a long mail to very many', () => {
  it('is accepted without holding up what else the process does', async () => {
    const turns = longestTurn();
    const notBefore = new Date(Date.now() + 3_600_000).toISOString();
    const request = await ask({ ...report(1_000, 'word & '.repeat(14_000)), notBefore });
    await deliveries(request, 1_000, 'scheduled');
    // Connections are given up after 7.5 seconds without a word.
    expect(turns.processorSeconds()).toBeLessThan(1);
    const [{ size }] = (await replica.db.query(
      `SELECT sum(pg_column_size(mail))::int AS size FROM delivery WHERE notification_id IN (
         SELECT id FROM notification WHERE event_id = $1)`,
      [request.id],
    )) as [{ size: number }];
    // The words stand there once.
    expect(size).toBeLessThan(2_000_000);
  });

  it('says the same to each of them', async () => {
    const request = await ask(report(3, 'One for all.'));
    const rows = await deliveries(request, 3, 'sent');
    const sent = server
      .messages()
      .filter((it) => rows.some(({ message_id: id }) => it.includes(`Message-ID: <${id}>`)));
    expect(sent).toHaveLength(3);
    for (const it of sent) expect(it).toMatch(/text\/plain[^]*One for all\.[^]*text\/html[^]*One for all\./);
  });
});
