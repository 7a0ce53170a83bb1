import { afterAll, beforeAll, describe, it } from '@jest/globals';
import { DovecotMailbox } from '../stage/dovecot-mailbox.js';
import { Stage } from '../stage/stage.js';
import { DEADLINE_MS, postsEachReplyOnce, REPLIES, type WatchedMailbox } from './replies-with-kills.js';
import { SEEDS } from './seeds.js';
import { Victims } from './victims.js';

let stage: Stage;
let mailbox: WatchedMailbox;

beforeAll(async () => {
  const dovecot = new DovecotMailbox();
  stage = await Stage.open('address', dovecot.wrap);
  const { email } = stage.stack.people.alice;
  mailbox = {
    stage,
    victims: new Victims(stage),
    follow: (watch) => dovecot.follow((step, mails) => watch(step === 'store' ? 'mark' : 'fetch', mails)),
    answer: (mail, text) => dovecot.answer(mail, email, text),
    deliver: (messages) => dovecot.deliver(stage, messages),
    unread: () => dovecot.unread(stage),
  };
});

afterAll(() => stage?.close());

describe('replies in Dovecot, with inbound-reply, NATS and PostgreSQL killed in between', () => {
  it.each(SEEDS)(
    `are ${REPLIES} posts for ${REPLIES} replies (seed %i)`,
    (seed) => postsEachReplyOnce(mailbox, seed),
    DEADLINE_MS,
  );
});
