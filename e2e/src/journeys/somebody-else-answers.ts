import { expect } from '@jest/globals';
import { answer } from '@replyline/tools';
import { verdictsOn } from '../stage/inbound-mail.js';
import { journey } from './journey.js';

/** The first form is the one that posts. */
const FORM = /<form method="post" action="([^"]+)"/;
const LINK = /https?:\/\/\S+\/held-replies\/\S+/;

/** Bob got the mail forwarded and answers it: the answer waits until Alice, whom it was sent to, says that it is hers. */
export const somebodyElseAnswers = journey(
  'an answer from somebody else is held until its owner posts it',
  async (stage) => {
    const { alice, bob } = stage.stack.people;
    const talk = await stage.conversation('Held');
    await talk.say('bob', '@alice are you there?');
    const mail = await talk.mailTo('alice');
    const messageId = await answer(stage.login('bob'), mail, { text: 'This is not Alice.', from: bob.email });
    const [verdict] = await verdictsOn(stage, messageId);
    expect(verdict).toMatchObject({ outcome: 'hold' });
    const asked = await (
      await stage.inbox('alice')
    ).waitFor((it) => LINK.test(it.text), { what: 'the question to Alice' });
    const link = LINK.exec(asked.text)![0];

    const page = await (await fetch(link)).text();
    expect(page).toContain('This is not Alice.');
    expect(await talk.posts()).toHaveLength(1);

    const form = new URL(FORM.exec(page)![1]!.replaceAll('&amp;', '&'), link);
    expect((await fetch(form, { method: 'POST' })).ok).toBe(true);
    const [reply] = await talk.replies(1);
    expect(reply).toMatchObject({ text: 'This is not Alice.', author: { userId: alice.id } });
    expect(await (await fetch(form, { method: 'POST' })).text()).toMatch(/already/i);
    expect(await talk.replies(1)).toHaveLength(1);
  },
);
