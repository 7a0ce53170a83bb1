import { describe, expect, it } from '@jest/globals';
import { destinationOf, Destinations, FIRST } from './destinations.js';

const HERE = 'system example.test';
const roomOf = (them: Destinations, busy: number, now = 0) =>
  them.rooms(new Map(busy > 0 ? [[HERE, busy]] : []), now).find(({ destination }) => destination === HERE)?.room;

describe('a domain', () => {
  it('gets a few mails at a time before it has answered', () => {
    const them = new Destinations();
    expect(roomOf(them, 0)).toBeUndefined();
    expect(roomOf(them, 2)).toBe(FIRST - 2);
    expect(roomOf(them, FIRST + 3)).toBe(0);
  });

  it('gets one more with each answer', () => {
    const them = new Destinations();
    for (let mail = 0; mail < 10; mail += 1) them.answered(HERE, 1, 0);
    expect(roomOf(them, FIRST)).toBe(10);
  });

  it('that does not answer gets one at a time, and more again once it does', () => {
    const them = new Destinations();
    them.silent(HERE, 0);
    expect([roomOf(them, 0), roomOf(them, 1, 50_000)]).toEqual([1, 0]);
    them.answered(HERE, 1, 50_001);
    expect(roomOf(them, 1, 50_001)).toBe(1);
  });

  it('without a free connection gets what found one, and now and then one more', () => {
    const them = new Destinations();
    them.refused(HERE, 3, 0);
    expect([roomOf(them, 3, 249), roomOf(them, 2, 249)]).toEqual([0, 1]);
    expect(roomOf(them, 3, 250)).toBe(1);
    expect(roomOf(them, 4, 251)).toBe(0);
    them.answered(HERE, 4, 252);
    expect(roomOf(them, 3, 252)).toBe(1);
  });

  it('is asked more and more rarely for a connection that is never free', () => {
    const them = new Destinations();
    const waits: number[] = [];
    let now = 0;
    for (let time = 0; time < 7; time += 1) {
      them.refused(HERE, 0, now);
      const before = now;
      while (roomOf(them, 0, now) === 0) now += 250;
      waits.push(now - before);
    }
    expect(waits).toEqual([250, 500, 1_000, 2_000, 4_000, 4_000, 4_000]);
  });

  it('is forgotten a minute after the last mail, and no sooner', () => {
    const them = new Destinations();
    them.silent(HERE, 0);
    expect([roomOf(them, 1, 60_001), roomOf(them, 0, 60_000), roomOf(them, 0, 60_001)]).toEqual([0, 1, undefined]);
  });

  it('is the last part of an address, in whatever case, and another one for another profile', () => {
    expect(destinationOf('p', '"a@b"@Example.Test')).toBe('p example.test');
    expect(destinationOf('q', 'a@example.test')).toBe('q example.test');
  });
});
