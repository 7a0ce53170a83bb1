import { expect } from '@jest/globals';
import { answer } from '@replyline/tools';
import { journey } from './journey.js';

export const twoPeopleAnswer = journey('two people answer the same mention, each under his own name', async (stage) => {
  const { alice, admin } = stage.stack.people;
  const talk = await stage.conversation('Two answers');
  await stage.api('conversation', 'bob').put(`/v1/conversations/${talk.id}/members/${admin.id}`, undefined);
  await talk.say('bob', '@alice @admin what do you think?');
  const [toAlice, toAdmin] = [await talk.mailTo('alice'), await talk.mailTo('admin')];
  await Promise.all([
    answer(stage.login('alice'), toAlice, { text: 'Alice thinks yes.', from: alice.email }),
    answer(stage.login('admin'), toAdmin, { text: 'Ada thinks no.', from: admin.email, client: 'outlook' }),
  ]);
  const replies = await talk.replies(2);
  const said = Object.fromEntries(replies.map(({ author, text }) => [author.userId, text]));
  expect(said).toEqual({ [alice.id]: 'Alice thinks yes.', [admin.id]: 'Ada thinks no.' });
});
