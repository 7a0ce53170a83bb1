import { expect } from '@jest/globals';
import { until } from '@replyline/local-servers';
import { seededRandom, type SeededRandom } from '@replyline/testing';
import type { SeenMail } from '@replyline/tools';
import type { Stage, Talk } from '../stage/stage.js';
import type { Victim, Victims } from './victims.js';

/** The promise is kept for 1,000, in some minutes: `REPLYLINE_REPLIES=1000`. */
export const REPLIES = Number(process.env['REPLYLINE_REPLIES'] ?? 30);
export const DEADLINE_MS = 120_000 + REPLIES * 1_000;
/** Nobody answers a mail more often. */
const REPLIES_A_TALK = 20;
const ROUNDS = Math.max(1, Math.round(REPLIES / 250));
const KILLS = Array.from(
  { length: ROUNDS },
  () => ['inbound-reply', 'postgres', 'inbound-reply', 'nats'] satisfies Victim[],
).flat();

/** While a mail is on its way, or between the commit of its verdict and its mark as read. */
export type Step = 'fetch' | 'mark';

/** Hears of each request before the server does. `false`: the server never does, and the connection ends. */
export type Watch = (step: Step, mails: number) => boolean;

/** A mailbox into which replies come while what reads it dies. */
export interface WatchedMailbox {
  readonly stage: Stage;
  readonly victims: Victims;
  /** From now on. */
  follow(watch: Watch): void;
  /** The mail as a client of alice would have written it. */
  answer(mail: SeenMail, text: string): string;
  deliver(messages: readonly string[]): Promise<void>;
  /** How many mails the server says nobody has read. */
  unread(): Promise<number>;
}

/** What arrives, and what is to stand in each conversation then. */
interface Correspondence {
  readonly talks: readonly Talk[];
  readonly expected: readonly string[][];
  readonly arriving: string[];
}

async function correspond({ stage, answer }: WatchedMailbox, name: string): Promise<Correspondence> {
  const talks: Talk[] = [];
  for (let index = 0; index < Math.ceil(REPLIES / REPLIES_A_TALK); index += 1) {
    const talk = await stage.conversation(`${name} no ${index}`);
    await talk.say('bob', '@alice how many?');
    talks.push(talk);
  }
  const mails = await Promise.all(talks.map((talk) => talk.mailTo('alice')));
  const texts = Array.from({ length: REPLIES }, (_, index) => `Answer ${index} of ${name}.`);
  const expected = talks.map((_, which) => texts.filter((__, index) => index % talks.length === which));
  return { talks, expected, arriving: texts.map((text, index) => answer(mails[index % mails.length]!, text)) };
}

/** Resolves when the victim has died, at the request that is about one of the next `mails` mails, and is there again. */
async function killed({ follow, victims }: WatchedMailbox, victim: Victim, random: SeededRandom, mails: number) {
  const step = random.pick<Step>(['fetch', 'mark']);
  const isHeard = victim !== 'inbound-reply' || random.pick([true, false]);
  let left = 1 + random.below(mails);
  let death: Promise<void> | undefined;
  follow((asked, about) => {
    if (death !== undefined || asked !== step || (left -= about) > 0) return true;
    death = victims.kill(victim);
    death.catch(() => undefined);
    return isHeard;
  });
  await until(() => death !== undefined, { deadlineMs: 120_000, what: `the kill of ${victim} at a ${step}` });
  await death;
}

const textsIn = async (talk: Talk): Promise<string[]> =>
  (await talk.posts()).filter(({ origin }) => origin === 'mail').map(({ text }) => text);

/** The promise: a post for each reply, and no other, whatever died between. */
export async function postsEachReplyOnce(mailbox: WatchedMailbox, seed: number): Promise<void> {
  const { talks, expected, arriving } = await correspond(mailbox, `Seed ${seed}`);
  const posted = async () => Promise.all(talks.map(textsIn));
  const allArePosted = async () => (await posted()).flat().length >= REPLIES;
  const patience = { deadlineMs: 60_000 + REPLIES * 100, everyMs: 1_000 };
  const batch = Math.floor(REPLIES / (KILLS.length + 1));
  const random = seededRandom(seed);
  // Published behind all the others, it is posted behind them: what was published twice stands there by then.
  const last = arriving.splice(-1);
  for (const victim of KILLS) {
    const death = killed(mailbox, victim, random, batch);
    await Promise.all([death, mailbox.deliver(arriving.splice(0, batch))]);
  }
  await mailbox.deliver(arriving);
  await until(async () => (await mailbox.unread()) === 0, { ...patience, what: 'all to be marked as read' });
  await mailbox.deliver(last);
  await until(allArePosted, { ...patience, what: `${REPLIES} posts` });
  expect((await posted()).map((texts) => texts.sort())).toEqual(expected.map((texts) => texts.sort()));
}
