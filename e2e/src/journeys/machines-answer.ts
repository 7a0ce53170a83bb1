import { expect } from '@jest/globals';
import { answer } from '@replyline/tools';
import { verdictsOn } from '../stage/inbound-mail.js';
import { journey } from './journey.js';

export const anOutOfOfficeReply = journey(
  'an out-of-office reply posts nothing and is answered with nothing',
  async (stage) => {
    const talk = await stage.conversation('Holiday');
    await talk.say('bob', '@alice lunch?');
    const mail = await talk.mailTo('alice');
    const messageId = await answer(stage.login('alice'), mail, {
      text: 'I am away until Monday.',
      from: stage.stack.people.alice.email,
      change: (message) => ({
        ...message,
        subject: `Automatic reply: ${mail.subject}`,
        headers: { 'Auto-Submitted': 'auto-replied', 'X-Auto-Response-Suppress': 'All' },
      }),
    });
    const [verdict] = await verdictsOn(stage, messageId);
    expect(verdict).toMatchObject({ outcome: 'ignore', decidedBy: 'automatic-response' });
    expect(await talk.posts()).toHaveLength(1);
  },
);
