import { extractReply } from '@replyline/mail/reading';
import { folded, type CaseSet, type ReplyCase } from './case.js';
import type { Reader } from './rivals.js';

/**
 * As in inbound-reply each answer brings its own copy of the mail that was sent: nothing is left of what was learned
 * from it before.
 */
export const ours = ({ mail, sent }: ReplyCase): string => {
  const { text, html, from = [] } = mail;
  return extractReply({
    mail: { ...(text !== undefined && { text }), ...(html !== undefined && { html }), from },
    ...(sent && { sent: { ...sent } }),
  }).text;
};

/** The names of the cases that were not read exactly, spaces aside. */
export const missed = (cases: readonly ReplyCase[], read: (one: ReplyCase) => string): string[] =>
  cases.filter((one) => folded(read(one)) !== folded(one.expected)).map(({ name }) => name);

/** One line for each reader, ours first, and the cases that it missed. */
export function scoreLines({ name, cases, goal }: CaseSet, rivals: readonly Reader[]): string[] {
  const mine = missed(cases, ours);
  const others = rivals.map((rival) => ({ name: rival.name, misses: missed(cases, ({ plain }) => rival.read(plain)) }));
  const score = (misses: readonly string[]): number => cases.length - misses.length;
  const best = Math.max(goal, ...others.map(({ misses }) => score(misses)));
  const isReached = score(mine) >= best;
  const line = (reader: string, misses: readonly string[], note = ''): string[] => [
    `    ${reader}: ${score(misses)}/${cases.length}${note}`,
    ...(misses.length > 0 ? [`        missed: ${misses.join(', ')}`] : []),
  ];
  return [
    name,
    ...line('ours', mine, ` | goal ${best}: ${isReached ? 'reached' : 'NOT REACHED'}`),
    ...others.flatMap(({ name: rival, misses }) => line(rival, misses)),
  ];
}
