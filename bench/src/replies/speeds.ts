import type { Figure } from '../figures.js';
import type { ReplyCase } from './case.js';
import type { Reader } from './rivals.js';
import { ours } from './score.js';

const WARM_MS = 3_000;
const MEASURED_MS = 1_000;
const ROUNDS = 5;

/** Mails a second of processor time, so that what else the machine does counts little. */
export function speeds(cases: readonly ReplyCase[], rivals: readonly Reader[]): Figure[] {
  const html = cases.filter(({ mail }) => mail.html);
  const text = cases.filter(({ mail }) => !mail.html);
  return [
    { ...figure('text mails, with the mail that was sent where it is known', text, ours), goal: 4_000 },
    { ...figure('HTML mails, both forms of each', html, ours), goal: 800 },
    ...rivals.map(({ name, read }) => figure(`${name}, the same text mails`, text, ({ plain }) => read(plain))),
  ];
}

function figure(name: string, cases: readonly ReplyCase[], read: (one: ReplyCase) => string): Figure {
  rate(cases, read, WARM_MS);
  const samples = Array.from({ length: ROUNDS }, () => rate(cases, read, MEASURED_MS));
  return { name: `${name} (${cases.length} on one core)`, samples, unit: 'mails/s', isMoreBetter: true };
}

function rate(cases: readonly ReplyCase[], read: (one: ReplyCase) => string, milliseconds: number): number {
  const [began, before] = [performance.now(), process.cpuUsage()];
  let mails = 0;
  while (performance.now() - began < milliseconds) {
    for (const one of cases) read(one);
    mails += cases.length;
  }
  const { user, system } = process.cpuUsage(before);
  return mails / ((user + system) / 1e6);
}
