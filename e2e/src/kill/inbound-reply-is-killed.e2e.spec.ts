import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startTcpProxy, until } from '@replyline/local-servers';
import { seededRandom } from '@replyline/testing';
import { answer } from '@replyline/tools';
import { verdictsOn } from '../stage/inbound-mail.js';
import { Stage } from '../stage/stage.js';
import { SEEDS } from './seeds.js';

const REPLIES_A_SEED = 5;

let stage: Stage;
/** Counts down the STOREs that pass; the one at zero kills inbound-reply before the mail server has heard of it. */
let storesUntilKill = Infinity;
let killed = 0;

/** `\Seen` is set by STORE and only after the verdict is committed, so here is exactly the moment between the two. */
function admits(said: Buffer): boolean {
  if (!/ STORE /i.test(said.toString('latin1'))) return true;
  storesUntilKill -= 1;
  if (storesUntilKill > 0) return true;
  storesUntilKill = Infinity;
  killed += 1;
  process.kill(-stage.stack.service('inbound-reply').pid, 'SIGKILL');
  return false;
}

beforeAll(async () => {
  stage = await Stage.open('address', async (mail) => {
    const proxy = await startTcpProxy({ targetPort: mail.dovecot.ports.imap, admits });
    const stop = async () => {
      await mail.stop();
      await proxy.stop();
    };
    return { ...mail, receiving: { host: '127.0.0.1', port: proxy.port, encryption: 'none' }, stop };
  });
});

afterAll(() => stage?.close());

const killOrVerdict = (messageId: string, before: number) =>
  Promise.race([
    until(() => killed > before, { what: 'the kill' }),
    verdictsOn(stage, messageId).catch(() => undefined),
  ]);

describe('inbound-reply killed with -9 between commit and \\Seen', () => {
  it.each(SEEDS)(
    'posts every reply once (seed %i)',
    async (seed) => {
      const random = seededRandom(seed);
      const talk = await stage.conversation(`Killed ${seed}`);
      await talk.say('bob', '@alice how many?');
      const mail = await talk.mailTo('alice');
      const before = killed;
      storesUntilKill = 1 + random.below(REPLIES_A_SEED);
      const texts = Array.from({ length: REPLIES_A_SEED }, (_, index) => `Answer ${index} of seed ${seed}`);
      const from = stage.stack.people.alice.email;
      const messageIds: string[] = [];
      for (const text of texts) {
        messageIds.push(await answer(stage.login('alice'), mail, { text, from }));
        // One after the other, so that each has a STORE of its own; after the kill they pile up.
        if (killed === before) await killOrVerdict(messageIds.at(-1)!, before);
      }
      await stage.stack.service('inbound-reply').kill9();
      await stage.stack.restart('inbound-reply');
      for (const messageId of messageIds) await verdictsOn(stage, messageId);
      expect(killed).toBe(before + 1);
      const replies = await talk.replies(REPLIES_A_SEED);
      expect(replies.map(({ text }) => text).sort()).toEqual(texts);
    },
    180_000,
  );
});
