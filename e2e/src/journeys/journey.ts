import { describe, it } from '@jest/globals';
import type { Stage } from '../stage/stage.js';

/** What happens from one end of the product to the other, in one of the tracking modes. */
export interface Journey {
  readonly name: string;
  play(stage: Stage): Promise<void>;
}

export const journey = (name: string, play: Journey['play']): Journey => ({ name, play });

/** The cells of one column: the table that the run prints is made of these names. */
export function playAll(journeys: readonly Journey[], stage: () => Stage, mode: string): void {
  describe(`journeys by ${mode}`, () => {
    for (const { name, play } of journeys) it(name, () => play(stage()), 90_000);
  });
}
