import { expect } from '@jest/globals';
import { answer } from '@replyline/tools';
import { journey } from './journey.js';

const TEXT = 'Thursday works for me.\n\nI will bring the figures.';

export const aMentionIsAnswered = journey('a mention is answered by mail and becomes a post', async (stage) => {
  const talk = await stage.conversation('Budget');
  await talk.say('bob', 'Hello @alice, does Thursday suit you?');
  const mail = await talk.mailTo('alice');
  expect(mail.subject).toBe('Bob Example mentioned you in Budget');
  expect(mail.text).toMatch(/^Please type your reply above this line\n/);
  expect(mail.text).toContain('does Thursday suit you?');
  expect(mail.headers.get('auto-submitted')).toBe('auto-generated');
  await answer(stage.login('alice'), mail, { text: TEXT, from: stage.stack.people.alice.email });
  const [reply] = await talk.replies(1);
  expect(reply).toMatchObject({ text: TEXT, author: { userId: stage.stack.people.alice.id } });
  expect(await talk.posts()).toHaveLength(2);
});
