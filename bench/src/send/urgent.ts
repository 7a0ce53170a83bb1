import { until } from '@replyline/local-servers';
import type { Figure } from '../figures.js';
import { fill } from './backlog.js';
import type { Ours } from './ours.js';
import { withOurs } from './with-ours.js';

const BULK = 100_000;
const URGENT = 200;
const OLD = 1_000_000;
const GOAL_MS = 250;

/** How long an urgent mail takes from the stream to the server's 250 while a hundred thousand bulk mails are being sent. */
export const urgent = (): Promise<Figure[]> =>
  withOurs(async (ours) => {
    const alone = await latencies(ours);
    await fill(ours, { deliveries: BULK, state: 'queued', lane: 2 });
    const samples = await latencies(ours);
    const left = await ours.count('queued');
    if (left < BULK / 10) throw new Error(`only ${left} bulk mails were left at the end: it was no backlog`);
    const name = `urgent mail behind ${BULK} bulk ones, published → sent (p99 is to be at most ${GOAL_MS} ms)`;
    return [{ name, samples, unit: 'ms', against: { name: 'the same with nothing else to send', samples: alone } }];
  });

/** How much a million old deliveries in the table cost the next one. */
export const history = (): Promise<Figure[]> =>
  withOurs(async (ours) => {
    const empty = await latencies(ours);
    await fill(ours, { deliveries: OLD, state: 'sent', lane: 1 });
    const samples = await latencies(ours);
    const against = { name: 'an empty table (goal: ratio 2)', samples: empty };
    return [{ name: `published → sent with ${OLD} old deliveries`, samples, unit: 'ms', against }];
  });

async function latencies(ours: Ours): Promise<number[]> {
  const samples: number[] = [];
  for (let index = 0; index < URGENT; index += 1) samples.push(await latency(ours));
  return samples;
}

/** One mail, by two clocks of one machine: ours when it is published, the database's when it is settled. */
async function latency(ours: Ours): Promise<number> {
  const began = Date.now();
  const [id] = await ours.ask(1, { lane: 'urgent' });
  const settledAt = await until(() => ours.settledAt(id!), { deadlineMs: 60_000, everyMs: 5, what: 'the mail' });
  return Math.max(0, settledAt.getTime() - began);
}
