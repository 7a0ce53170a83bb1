import { afterAll, beforeAll, describe, it } from '@jest/globals';
import type { MicrosoftStep } from '@replyline/local-servers';
import { startGraphTenant, type GraphTenant } from '../stage/graph-mailbox.js';
import { Stage } from '../stage/stage.js';
import { DEADLINE_MS, postsEachReplyOnce, REPLIES, type Step, type WatchedMailbox } from './replies-with-kills.js';
import { SEEDS } from './seeds.js';
import { Victims } from './victims.js';

/** Each is about one mail. */
const STEPS: Partial<Record<MicrosoftStep, Step>> = { value: 'fetch', patch: 'mark' };

let tenant: GraphTenant;
let stage: Stage;
let mailbox: WatchedMailbox;

beforeAll(async () => {
  tenant = await startGraphTenant();
  stage = await Stage.open('message-id', undefined, { MICROSOFT_BASE_URL: tenant.fake.url });
  await tenant.use(stage);
  const { email } = stage.stack.people.alice;
  const { fake, inbox } = tenant;
  mailbox = {
    stage,
    victims: new Victims(stage),
    follow: (watch) =>
      fake.follow(({ step }) => {
        const asked = STEPS[step];
        return asked && !watch(asked, 1) ? { instead: 'close' } : undefined;
      }),
    answer: (mail, text) => tenant.answer(mail, email, text),
    deliver: async (messages) => messages.forEach((message) => inbox.deliver(message)),
    unread: async () => inbox.count - inbox.read.length,
  };
});

afterAll(async () => {
  await stage?.close();
  await tenant?.fake.stop();
});

describe('replies by Microsoft Graph, with inbound-reply, NATS and PostgreSQL killed in between', () => {
  it.each(SEEDS)(
    `are ${REPLIES} posts for ${REPLIES} replies (seed %i)`,
    (seed) => postsEachReplyOnce(mailbox, seed),
    DEADLINE_MS,
  );
});
