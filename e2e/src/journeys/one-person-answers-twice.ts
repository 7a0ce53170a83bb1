import { expect } from '@jest/globals';
import { answer } from '@replyline/tools';
import { journey } from './journey.js';

export const onePersonAnswersTwice = journey(
  'a person answers the same mail twice and both are posts',
  async (stage) => {
    const talk = await stage.conversation('Second thoughts');
    await talk.say('bob', '@alice yes or no?');
    const mail = await talk.mailTo('alice');
    for (const text of ['Yes.', 'On second thoughts: no.']) {
      await answer(stage.login('alice'), mail, { text, from: stage.stack.people.alice.email });
    }
    const replies = await talk.replies(2);
    expect(replies.map(({ text }) => text).sort()).toEqual(['On second thoughts: no.', 'Yes.']);
  },
);
