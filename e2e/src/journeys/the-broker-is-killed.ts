import { expect } from '@jest/globals';
import { join } from 'node:path';
import { startNats } from '@replyline/local-servers';
import { answer } from '@replyline/tools';
import { journey } from './journey.js';

export const theBrokerIsKilled = journey(
  'the broker is killed and started again, and nothing is lost or doubled',
  async (stage) => {
    const { alice } = stage.stack.people;
    const nats = stage.stack.backends.nats!;
    const talk = await stage.conversation('Broker');
    await nats.kill9();
    const post = await talk.say('bob', '@alice can you hear me?');
    expect(post.text).toBe('@alice can you hear me?');
    stage.onClose(await startNats({ dir: join(stage.dir, 'nats'), port: nats.port }));
    const mail = await talk.mailTo('alice');
    await answer(stage.login('alice'), mail, { text: 'Loud and clear.', from: alice.email });
    const replies = await talk.replies(1);
    expect(replies.map(({ text }) => text)).toEqual(['Loud and clear.']);
    const mails = (await (await stage.inbox('alice')).all()).filter(({ subject }) => subject === mail.subject);
    expect(mails).toHaveLength(1);
  },
);
