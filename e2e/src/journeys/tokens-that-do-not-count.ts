import { expect } from '@jest/globals';
import { mintToken, parseIntentKeys, readToken } from '@replyline/intent';
import { answer, type SeenMail } from '@replyline/tools';
import { verdictsOn } from '../stage/inbound-mail.js';
import type { Stage, Talk } from '../stage/stage.js';
import { journey } from './journey.js';

const TOKEN = /[a-z2-7]{40}/g;
/** A day of 1970: whatever the clock says, it is over. */
const LONG_AGO = 1;

/** The mail as it would look with another token in every place where one stands. */
function withToken(mail: SeenMail, token: string): SeenMail {
  const changed = (text: string) => text.replace(TOKEN, token);
  return {
    ...mail,
    replyTo: mail.replyTo && changed(mail.replyTo),
    messageId: changed(mail.messageId),
    references: mail.references.map(changed),
  };
}

const tokenOf = (mail: SeenMail): string => TOKEN.exec(mail.messageId)?.[0] ?? '';

/** Answers with another token and returns what decided. */
async function answerWith(stage: Stage, mail: SeenMail, token: string): Promise<string | null> {
  const from = stage.stack.people.alice.email;
  const messageId = await answer(stage.login('alice'), withToken(mail, token), {
    text: 'Let me in.',
    from,
    client: 'plain',
  });
  const [verdict] = await verdictsOn(stage, messageId);
  return verdict!.decidedBy;
}

const mentioned = async (stage: Stage, name: string): Promise<[Talk, SeenMail]> => {
  const talk = await stage.conversation(name);
  await talk.say('bob', 'Hello @alice');
  return [talk, await talk.mailTo('alice')];
};

export const aForgedToken = journey('a forged token posts nothing and is answered with nothing', async (stage) => {
  const [talk, mail] = await mentioned(stage, 'Forged');
  const token = tokenOf(mail);
  const forged = token.slice(0, 39) + (token.endsWith('a') ? 'b' : 'a');
  expect(await answerWith(stage, mail, forged)).toBe('forged');
  expect(await talk.posts()).toHaveLength(1);
});

export const anExpiredToken = journey(
  'an expired token posts nothing, and the text comes back with the reason',
  async (stage) => {
    const [talk, mail] = await mentioned(stage, 'Expired');
    const keys = parseIntentKeys(stage.stack.secrets.intentKeys);
    const read = readToken(tokenOf(mail), keys, new Date());
    if (read.kind !== 'valid') throw new Error('the mail carries no valid token');
    const expired = mintToken({ ...read.intent, expiryDay: LONG_AGO }, keys);
    expect(await answerWith(stage, mail, expired)).toBe('expired');
    const inbox = await stage.inbox('alice');
    const notice = await inbox.waitFor((it) => it.text.includes('Let me in.'), { what: 'the notice' });
    expect(notice.text).toMatch(/too late|expired/i);
    expect(notice.headers.get('auto-submitted')).toBe('auto-replied');
    expect(await talk.posts()).toHaveLength(1);
  },
);
