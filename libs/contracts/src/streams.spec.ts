import { describe, expect, it } from '@jest/globals';
import { EVENTS, lane, NotificationRequestedV1, requestsIn, STREAMS, streamOf, type EventContract } from './index.js';

const subjects: readonly string[] = STREAMS.NOTIFICATION;
const others = (EVENTS as readonly EventContract[]).filter(
  (it) => streamOf(it.type) === 'NOTIFICATION' && it !== NotificationRequestedV1,
);

describe('the stream of notifications', () => {
  it('keeps what its consumers read, and nothing else', () => {
    const read = [...lane.options.map(requestsIn), ...others.map(({ filter }) => filter)];
    expect([...subjects].sort()).toEqual(read.sort());
  });
});
