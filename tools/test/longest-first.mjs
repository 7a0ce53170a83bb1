import TestSequencer from '@jest/test-sequencer';

/** Jest begins with the largest files. These take longest by what they do: begun last, one worker would wait for the other. */
const LONGEST = ['tools/src/deploy/service-image.spec.ts', 'e2e/src/'];

const isLongest = ({ path }) => LONGEST.some((part) => path.includes(part));

export default class LongestFirst extends TestSequencer {
  sort(tests) {
    const sorted = super.sort(tests);
    return [...sorted.filter(isLongest), ...sorted.filter((test) => !isLongest(test))];
  }
}
