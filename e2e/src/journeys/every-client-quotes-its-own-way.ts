import { expect } from '@jest/globals';
import { answer, QUOTING, type Client } from '@replyline/tools';
import { journey } from './journey.js';

/** One journey a client: what the person typed is the post, whatever the client put below it. */
export const everyClientQuotesItsOwnWay = (Object.keys(QUOTING) as Client[]).map((client) =>
  journey(`the reply quoted the way of ${client} is read right`, async (stage) => {
    const talk = await stage.conversation(`Quoting ${client}`);
    await talk.say('bob', 'Hello @alice, which one do we take?\n\n- the red one\n- the blue one');
    const mail = await talk.mailTo('alice');
    const text = `The blue one, by ${client}.\n\nIt is cheaper.`;
    await answer(stage.login('alice'), mail, { text, from: stage.stack.people.alice.email, client });
    const [reply] = await talk.replies(1);
    expect(reply!.text).toBe(text);
  }),
);
