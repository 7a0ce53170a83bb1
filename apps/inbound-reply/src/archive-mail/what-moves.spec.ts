import { expect, it } from '@jest/globals';
import { OUTCOMES_THAT_MOVE } from './what-moves.js';

it('moves with each verdict that ends the matter, and with no other one', () => {
  expect([...OUTCOMES_THAT_MOVE].sort()).toEqual([
    'accept',
    'hold',
    'ignore',
    'record-bounce',
    'record-complaint',
    'reject',
  ]);
});
