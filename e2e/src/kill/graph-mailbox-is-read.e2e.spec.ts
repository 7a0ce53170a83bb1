import { join } from 'node:path';
import { startNats, startPostgres, until, type MicrosoftStep } from '@replyline/local-servers';
import { seededRandom } from '@replyline/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startGraphTenant, type GraphTenant } from '../stage/graph-mailbox.js';
import { Stage, type Talk } from '../stage/stage.js';
import { SEEDS } from './seeds.js';

/** The promise is kept for 1,000, in some minutes: `REPLYLINE_REPLIES=1000`. */
const REPLIES = Number(process.env['REPLYLINE_REPLIES'] ?? 30);
/** Nobody answers a mail more often. */
const REPLIES_A_TALK = 20;
const ROUNDS = Math.max(1, Math.round(REPLIES / 250));
/** What is killed, at which request to Graph: while a mail is on its way, or between its commit and its mark. */
const KILLS = Array.from(
  { length: ROUNDS },
  () => ['inbound-reply', 'postgres', 'inbound-reply', 'nats'] as const,
).flat();
const STEPS = ['value', 'patch'] as const satisfies readonly MicrosoftStep[];

let tenant: GraphTenant;
let stage: Stage;

beforeAll(async () => {
  tenant = await startGraphTenant();
  stage = await Stage.open('message-id', undefined, { MICROSOFT_BASE_URL: tenant.fake.url });
  await tenant.use(stage);
}, 90_000);

afterAll(async () => {
  await stage?.close();
  await tenant?.fake.stop();
}, 60_000);

/** Each dies at once, while Graph is being asked, and is there again a moment later. */
const VICTIMS = {
  'inbound-reply': async () => {
    await stage.stack.service('inbound-reply').kill9();
    await stage.stack.restart('inbound-reply');
  },
  nats: async () => {
    const { port } = stage.stack.backends.nats!;
    await broker.kill9();
    broker = await startNats({ dir: join(stage.dir, 'nats'), port });
    stage.onClose(broker);
  },
  postgres: async () => {
    const { port } = stage.stack.backends.postgres!;
    await database.kill9();
    database = await startPostgres({ dir: join(stage.dir, 'postgres'), port });
    stage.onClose(database);
  },
} as const;
let broker: { kill9(): Promise<void>; stop(): Promise<void> };
let database: typeof broker;

/** Resolves when the victim has died at the request and is there again. */
function killedAt(victim: keyof typeof VICTIMS, step: MicrosoftStep, requests: number): Promise<void> {
  let left = requests;
  return new Promise((resolve, reject) => {
    tenant.fake.follow((moment) => {
      if (moment.step !== step || --left !== 0) return undefined;
      VICTIMS[victim]().then(resolve, reject);
      return victim === 'inbound-reply' ? { instead: 'close' } : undefined;
    });
  });
}

async function talks(seed: number, count: number): Promise<Talk[]> {
  const all: Talk[] = [];
  for (let index = 0; index < count; index += 1) {
    const talk = await stage.conversation(`Graph ${seed} no ${index}`);
    await talk.say('bob', '@alice how many?');
    all.push(talk);
  }
  return all;
}

const textsIn = async (talk: Talk): Promise<string[]> =>
  (await talk.posts()).filter(({ origin }) => origin === 'mail').map(({ text }) => text);

describe('replies by Microsoft Graph, with inbound-reply, NATS and PostgreSQL killed in between', () => {
  it.each(SEEDS)(
    `are ${REPLIES} posts for ${REPLIES} replies (seed %i)`,
    async (seed) => {
      [broker, database] = [stage.stack.backends.nats!, stage.stack.backends.postgres!];
      const random = seededRandom(seed);
      const inbox = tenant.fake.mailboxes.inboxOf('replies@contoso.test');
      const from = stage.stack.people.alice.email;
      const all = await talks(seed, Math.ceil(REPLIES / REPLIES_A_TALK));
      const mails = await Promise.all(all.map((talk) => talk.mailTo('alice')));
      const expected = all.map((): string[] => []);
      const arriving: string[] = [];
      for (let index = 0; index < REPLIES; index += 1) {
        const which = index % all.length;
        const text = `Answer ${index} of seed ${seed}.`;
        expected[which]!.push(text);
        arriving.push(tenant.answer(mails[which]!, from, text));
      }
      const batch = Math.ceil(REPLIES / (KILLS.length + 1));
      const ids: string[] = [];
      const deliver = () => ids.push(...arriving.splice(0, batch).map((mail) => inbox.deliver(mail)));
      for (const victim of KILLS) {
        const killed = killedAt(victim, random.pick(STEPS), 1 + random.below(Math.min(batch, 5)));
        deliver();
        await killed;
      }
      tenant.fake.follow(() => undefined);
      deliver();
      const counts = async () => (await Promise.all(all.map(textsIn))).flat().length;
      await until(async () => (await counts()) >= REPLIES, { deadlineMs: 60_000 + REPLIES * 100, everyMs: 1_000 });
      await until(() => ids.every((id) => inbox.read.includes(id)), { deadlineMs: 60_000, what: 'all to be marked' });
      const found = await Promise.all(all.map(textsIn));
      expect(found.map((texts) => texts.sort())).toEqual(expected.map((texts) => texts.sort()));
    },
    120_000 + REPLIES * 1_000,
  );
});
