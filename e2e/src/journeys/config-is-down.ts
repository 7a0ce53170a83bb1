import { expect } from '@jest/globals';
import { answer } from '@replyline/tools';
import { journey } from './journey.js';

export const configIsDown = journey(
  'everything goes on while config is down, also for a service that starts anew',
  async (stage) => {
    await stage.stack.service('config').stop();
    try {
      await stage.stack.service('outbound-mail').stop();
      await stage.stack.restart('outbound-mail');
      const talk = await stage.conversation('Without config');
      await talk.say('bob', '@alice still there?');
      await answer(stage.login('alice'), await talk.mailTo('alice'), {
        text: 'Still here.',
        from: stage.stack.people.alice.email,
      });
      const [reply] = await talk.replies(1);
      expect(reply!.text).toBe('Still here.');
    } finally {
      await stage.stack.restart('config');
    }
  },
);
