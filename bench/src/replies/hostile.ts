import { extractReply, readMessage } from '@replyline/mail/reading';
import { percentile, type Figure } from '../figures.js';
import { HOSTILE_HTML, HOSTILE_MESSAGES, HOSTILE_TEXTS, SENT } from './hostile-inputs.js';

const ROUNDS = 5;
const GOAL_MS = 100;

/** How long extraction takes on what is made to make it slow, with a long sent mail to align with. */
export async function hostileInput(): Promise<Figure[]> {
  const text = measured(HOSTILE_TEXTS, (input) => extractReply({ mail: { text: input }, sent: SENT }));
  const html = measured(HOSTILE_HTML, (input) => extractReply({ mail: { html: input }, sent: SENT }));
  const messages: Figure[] = [];
  for (const [name, raw] of Object.entries(HOSTILE_MESSAGES)) {
    const before = process.cpuUsage();
    const mail = await readMessage(Buffer.from(raw())).catch(refused);
    messages.push({ name: `hostile: ${name}, read or refused`, samples: [since(before)], unit: 'ms' });
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
  const samples = Array.from({ length: ROUNDS }, () => {
    const before = process.cpuUsage();
    work();
    return since(before);
  });
  return { name: `hostile: ${name}`, samples: [percentile(samples, 0.5)], unit: 'ms', goal: GOAL_MS };
}

function since(before: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1e3;
}

/** What nobody answers with may be refused, in one way only. */
function refused(error: unknown): undefined {
  if ((error as { code?: string }).code !== 'mail.unreadable') throw error;
}
