import TestSequencer from '@jest/test-sequencer';

/**
 * Jest begins with the largest files. These come before them, in this order: what collects the garbage again and again
 * takes a moment in the heap of a worker that has just begun, and a minute later on; the others take longest by what
 * they do, and begun last, one worker would wait for the other.
 */
const FIRST = ['libs/providers/src/patience.spec.ts', 'tools/src/deploy/service-image.spec.ts', 'e2e/src/'];

const placeOf = ({ path }) => {
  const place = FIRST.findIndex((part) => path.includes(part));
  return place < 0 ? FIRST.length : place;
};

export default class RunningOrder extends TestSequencer {
  sort(tests) {
    return super.sort(tests).toSorted((one, other) => placeOf(one) - placeOf(other));
  }
}
