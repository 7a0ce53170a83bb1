import type { Lane } from '@replyline/contracts';
import { LANES } from '../keep-deliveries/lanes.js';

/** The part of what a profile may send that a lane leaves to those that are more urgent: bulk uses up nobody's alarm. */
const KEPT: Readonly<Record<Lane, number>> = { urgent: 0, normal: 0.1, bulk: 0.2 };

/** How much of a limit was used, by all lanes together. */
export interface Used {
  readonly most: number;
  readonly sent: number;
  /** When some of it does not count any more. */
  readonly next: Date;
}

export interface Granted {
  /** By lane, the most urgent first. */
  readonly byLane: readonly number[];
  /** The first lane that did not get everything, and when it may get more. */
  readonly short: { readonly fromLane: number; readonly until: Date } | undefined;
}

/** Divides what is left among the lanes, the more urgent first. */
export function share(periods: readonly Used[], wanted: readonly number[]): Granted {
  let given = 0;
  const leftOf = (lane: number, { most, sent }: Used) => most - Math.floor(most * KEPT[LANES[lane]!]) - sent - given;
  const byLane = wanted.map((count, lane) => {
    const granted = Math.max(Math.min(count, ...periods.map((it) => leftOf(lane, it))), 0);
    given += granted;
    return granted;
  });
  const fromLane = byLane.findIndex((granted, lane) => granted < wanted[lane]!);
  if (fromLane < 0) return { byLane, short: undefined };
  const until = periods.filter((it) => leftOf(fromLane, it) <= 0).map(({ next }) => next.getTime());
  return { byLane, short: { fromLane, until: new Date(Math.max(...until)) } };
}
