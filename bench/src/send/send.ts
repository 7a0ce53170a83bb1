import { join } from 'node:path';
import type { Figure } from '../figures.js';
import type { Ours } from './ours.js';
import { barePool, postfixRelay, type Load } from './rivals.js';
import { withOurs } from './with-ours.js';

const MAILS = 5_000;
const SESSIONS = 10;
const ROUNDS = 3;

/** How fast mail leaves, beside a pool that writes nothing down and a mail server that writes everything down. */
export const send = (): Promise<Figure[]> =>
  withOurs(async (ours, { port: sinkPort, dir }) => {
    const load = { sinkPort, dir, mails: MAILS, sessions: SESSIONS, bytes: await sizeOfOurs(ours) };
    return [...(await sending(ours, load)), await accepting(ours)];
  });

async function sending(ours: Ours, load: Load): Promise<Figure[]> {
  const [mine, pool, relay]: [number[], number[], number[]] = [[], [], []];
  for (let round = 0; round < ROUNDS; round += 1) {
    await ours.forget();
    mine.push(await throughput(ours, load.mails));
    pool.push(await barePool(load));
    relay.push(await postfixRelay({ ...load, dir: join(load.dir, `round-${round}`) }));
  }
  const name = `published → sent, ${load.mails} mails of ${load.bytes} octets, ${load.sessions} sessions`;
  const common = { name, samples: mine, unit: 'mails/s', isMoreBetter: true } as const;
  return [
    { ...common, against: { name: 'Postfix as a relay (goal: ratio 1.5)', samples: relay } },
    { ...common, against: { name: 'a bare nodemailer pool (goal: ratio 0.35)', samples: pool } },
  ];
}

async function throughput(ours: Ours, mails: number): Promise<number> {
  const before = await ours.count('sent');
  const began = Date.now();
  await ours.ask(mails);
  await ours.inState('sent', before + mails);
  return mails / (((await ours.doneAt()) - began) / 1_000);
}

/** As composed: header, two bodies, and what stands between them. */
async function sizeOfOurs({ db }: Ours): Promise<number> {
  const { rows } = await db.query<{ bytes: number }>(
    `SELECT length(mail->>'text') + length(mail->>'html') + 900 AS bytes FROM delivery LIMIT 1`,
  );
  return rows[0]!.bytes;
}

/** What is for later is accepted like everything, and then waits. */
async function accepting(ours: Ours): Promise<Figure> {
  const samples: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    await ours.forget();
    const began = Date.now();
    await ours.ask(MAILS, { notBefore: new Date(Date.now() + 86_400_000).toISOString() });
    await ours.inState('scheduled', MAILS);
    samples.push(MAILS / (((await ours.doneAt()) - began) / 1_000));
  }
  return { name: 'published → accepted', samples, unit: 'mails/s', goal: 4_000, isMoreBetter: true };
}
