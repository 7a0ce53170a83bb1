import { expect, it } from '@jest/globals';
import { endOf } from './end-of.js';

it('says which service has ended, by what, and what it said last', () => {
  expect(endOf({ name: 'config', how: 'SIGKILL' }, 'one\ntwo\nthree\nfour\n')).toBe(
    'config has ended by itself (SIGKILL), so the rest ends too; the last that it said:\ntwo\nthree\nfour',
  );
});
