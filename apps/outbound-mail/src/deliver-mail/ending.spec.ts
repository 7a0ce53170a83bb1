import { Failure, type ErrorCode } from '@replyline/errors';
import { expect, it } from '@jest/globals';
import { endingOf, type Ending } from './ending.js';

const receipt = { replyCode: 250 };
const [handedOver, before] = [true, false];
const [stopped, running] = [true, false];

it.each<[Ending, ErrorCode | undefined, boolean, boolean]>([
  ['settled', undefined, handedOver, running],
  ['settled', undefined, handedOver, stopped],
  ['settled', 'provider.unavailable', before, running],
  ['settled', 'provider.unavailable', handedOver, stopped],
  ['settled', 'provider.message_refused', handedOver, stopped],
  ['settled', 'provider.unknown_outcome', handedOver, stopped],
  ['given-back', 'provider.unavailable', before, stopped],
  ['given-back', 'service.unavailable', before, stopped],
  ['without-connection', 'provider.connections_in_use', before, running],
  ['without-connection', 'provider.connections_in_use', before, stopped],
  ['lost', 'lease.lost', handedOver, running],
  ['lost', 'lease.lost', handedOver, stopped],
])('a delivery is %s after %s (handed over: %s, we stop: %s)', (ending, code, isHandedOver, isStopped) => {
  expect(endingOf({ result: code ? new Failure(code) : receipt, isHandedOver }, isStopped)).toBe(ending);
});
