import { residentMb, type Figure } from '../figures.js';
import { withOurs } from './with-ours.js';

const MAILS = 50_000;
const AT_A_TIME = 5_000;
/** What is compiled and cached at first is not what a service keeps growing by. */
const WARM = 10_000;

/** Whether the process grows while it sends. */
export const endurance = (): Promise<Figure[]> =>
  withOurs(async (ours) => {
    const { pid } = ours.stack.service('outbound-mail');
    const [first, second]: [number[], number[]] = [[], []];
    let sent = await ours.count('sent');
    const goal = sent + MAILS;
    const sampler = setInterval(() => {
      if (sent < WARM) return;
      (sent < (WARM + goal) / 2 ? first : second).push(residentMb(pid));
    }, 250);
    while (sent < goal) {
      await ours.ask(AT_A_TIME);
      await ours.inState('sent', sent + AT_A_TIME);
      sent += AT_A_TIME;
    }
    clearInterval(sampler);
    const against = { name: `the first half, after ${WARM}`, samples: first };
    return [{ name: `resident over ${MAILS} mails, the second half`, samples: second, unit: 'MB', against }];
  });
