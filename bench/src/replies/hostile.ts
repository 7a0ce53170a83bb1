import { extractReply, readMessage } from '@replyline/mail/reading';
import type { Figure } from '../figures.js';
import { ATTACKS_IN_HTML, ATTACKS_IN_TEXT, ATTACKS_ON_MIME } from './hostile-attacks.js';
import { HOSTILE_HTML, HOSTILE_MESSAGES, HOSTILE_TEXTS, SENT } from './hostile-inputs.js';

/** The first ones compile what the others run. */
const WARM_ROUNDS = 2;
const ROUNDS = 5;
const GOAL_MS = 100;
/** Reading a megabyte of parts is no extraction; it has to end soon too. */
const READ_GOAL_MS = 250;

/**
 * How long extraction takes on what is made to make it slow, with a long sent mail to align with: the median of warm
 * runs one after the other, in time of all processors, so that the collector of garbage counts and what else the
 * machine does does not.
 */
export async function hostileInput(): Promise<Figure[]> {
  const text = measured({ ...HOSTILE_TEXTS, ...ATTACKS_IN_TEXT }, (input) =>
    extractReply({ mail: { text: input }, sent: SENT }),
  );
  const html = measured({ ...HOSTILE_HTML, ...ATTACKS_IN_HTML }, (input) =>
    extractReply({ mail: { html: input }, sent: SENT }),
  );
  const messages: Figure[] = [];
  for (const [name, raw] of Object.entries({ ...HOSTILE_MESSAGES, ...ATTACKS_ON_MIME })) {
    const octets = Buffer.from(raw(), 'latin1');
    const samples: number[] = [];
    for (let round = 0; round < WARM_ROUNDS + ROUNDS; round += 1) {
      const before = process.cpuUsage();
      await readMessage(octets).catch(refused);
      samples.push(since(before));
    }
    const read = samples.slice(WARM_ROUNDS);
    messages.push({ name: `hostile: ${name}, read or refused`, samples: read, unit: 'ms', goal: READ_GOAL_MS });
    const mail = await readMessage(octets).catch(refused);
    if (mail) messages.push(figure(name, () => extractReply({ mail, sent: SENT })));
  }
  return [...text, ...html, ...messages];
}

const measured = (inputs: Readonly<Record<string, () => string>>, work: (input: string) => unknown): Figure[] =>
  Object.entries(inputs).map(([name, input]) => {
    const it = input();
    return figure(name, () => work(it));
  });

function figure(name: string, work: () => unknown): Figure {
  const samples = Array.from({ length: WARM_ROUNDS + ROUNDS }, () => {
    const before = process.cpuUsage();
    work();
    return since(before);
  });
  return { name: `hostile: ${name}`, samples: samples.slice(WARM_ROUNDS), unit: 'ms', goal: GOAL_MS };
}

function since(before: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1e3;
}

/** What nobody answers with may be refused, in one way only. */
function refused(error: unknown): undefined {
  if ((error as { code?: string }).code !== 'mail.unreadable') throw error;
}
