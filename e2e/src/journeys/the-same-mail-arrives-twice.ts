import { expect } from '@jest/globals';
import { deliverByLmtp } from '@replyline/local-servers';
import { answer, REPLIES } from '@replyline/tools';
import { rawOf, verdictsOn } from '../stage/inbound-mail.js';
import { journey } from './journey.js';

export const theSameMailArrivesTwice = journey('the same mail delivered twice is one post', async (stage) => {
  const { email } = stage.stack.people.alice;
  const talk = await stage.conversation('Twice');
  await talk.say('bob', '@alice once?');
  const messageId = await answer(stage.login('alice'), await talk.mailTo('alice'), { text: 'Once.', from: email });
  const [first] = await verdictsOn(stage, messageId);
  const message = await rawOf(stage, first!);
  await deliverByLmtp({ port: stage.mail.lmtpPort, reversePath: email, forwardPaths: [REPLIES], message });
  const outcomes = (await verdictsOn(stage, messageId, 2)).map(({ decidedBy }) => decidedBy);
  expect(outcomes.sort()).toEqual(['accept', 'duplicate']);
  expect(await talk.replies(1)).toHaveLength(1);
});
