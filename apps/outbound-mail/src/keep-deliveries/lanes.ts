import type { Lane } from '@replyline/contracts';

/** In the order in which they are taken up. The position is what stands in the database. */
export const LANES = ['urgent', 'normal', 'bulk'] as const satisfies readonly Lane[];

export const laneNumber = (lane: Lane): number => LANES.indexOf(lane);

/** One for each lane, so that what is urgent never waits for the rest. */
export const perLane = <T>(make: () => T): Readonly<Record<Lane, T>> => ({
  urgent: make(),
  normal: make(),
  bulk: make(),
});
