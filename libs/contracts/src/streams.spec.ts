import { describe, expect, it } from '@jest/globals';
import { EVENTS, lane, NotificationRequestedV1, requestsIn, STREAMS, streamOf, type EventContract } from './index.js';

const filtersOf = (stream: string): string[] =>
  (EVENTS as readonly EventContract[])
    .filter((it) => streamOf(it.type) === stream && it !== NotificationRequestedV1)
    .map(({ filter }) => filter);

describe('a stream that others than services publish to, or were able to', () => {
  it.each([
    ['NOTIFICATION', []],
    ['REQUEST', lane.options.map(requestsIn)],
  ] as const)('%s keeps what its consumers read, and nothing else', (stream, more) => {
    expect([...STREAMS[stream]].sort()).toEqual([...more, ...filtersOf(stream)].sort());
  });
});
