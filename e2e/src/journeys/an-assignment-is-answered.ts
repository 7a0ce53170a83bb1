import { expect } from '@jest/globals';
import { answer } from '@replyline/tools';
import { verdictsOn } from '../stage/inbound-mail.js';
import { journey } from './journey.js';

const SUBJECT = 'Bob Example assigned you to this Conversation';

export const anAssignmentIsAnswered = journey(
  'an answer to an assignment mail is explained and its text returned',
  async (stage) => {
    const { alice } = stage.stack.people;
    const talk = await stage.conversation('Assigned');
    const inbox = await stage.inbox('alice');
    await stage.api('conversation', 'bob').put(`/v1/conversations/${talk.id}/assignee`, { userId: alice.id });
    const mail = await inbox.waitFor((it) => it.subject === SUBJECT, { what: 'the assignment mail' });
    expect(mail.text).not.toContain('Please type your reply above this line');
    expect(mail.html).not.toContain('Please type your reply above this line');
    const messageId = await answer(stage.login('alice'), mail, { text: 'I will take care of it.', from: alice.email });
    const [verdict] = await verdictsOn(stage, messageId);
    expect(verdict).toMatchObject({ outcome: 'reject', decidedBy: 'no-reply' });
    const notice = await inbox.waitFor((it) => it.text.includes('I will take care of it.'), { what: 'the notice' });
    expect(notice.messageId).not.toBe(mail.messageId);
    expect(await talk.posts()).toHaveLength(0);
  },
);
