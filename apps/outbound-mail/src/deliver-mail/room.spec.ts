import { describe, expect, it } from '@jest/globals';
import { atMost, Room } from './room.js';

const busy = (count: number) => new Map([['p', count]]);
const roomOf = (room: Room, count: number, now: number) => room.of(busy(count), now)[0]?.room;

describe('the room of a profile', () => {
  it('is not limited before anything was refused', () => {
    expect(new Room().of(busy(10), 0)).toEqual([]);
  });

  it('is what found a connection when the rest was refused', () => {
    const room = new Room();
    room.refused('p', 3, 0);
    expect(roomOf(room, 3, 1)).toBe(0);
    expect(roomOf(room, 2, 2)).toBe(1);
  });

  it('is one more every quarter of a second, and stays so when that one found a connection', () => {
    const room = new Room();
    room.refused('p', 0, 0);
    expect(roomOf(room, 0, 249)).toBe(0);
    expect(roomOf(room, 0, 250)).toBe(1);
    expect(roomOf(room, 1, 251)).toBe(0);
    room.found('p', 1);
    expect(roomOf(room, 0, 252)).toBe(1);
    expect(roomOf(room, 1, 500)).toBe(1);
  });

  it('is a quarter more where there was much', () => {
    const room = new Room();
    room.refused('p', 20, 0);
    expect(roomOf(room, 20, 250)).toBe(5);
  });

  it('is not more because one was tried that found none', () => {
    const room = new Room();
    room.refused('p', 1, 0);
    expect(roomOf(room, 1, 250)).toBe(1);
    expect(roomOf(room, 2, 251)).toBe(0);
    room.refused('p', 1, 252);
    expect(roomOf(room, 0, 253)).toBe(1);
  });

  it('is small again when one more was refused', () => {
    const room = new Room();
    room.refused('p', 3, 0);
    expect(roomOf(room, 3, 250)).toBe(1);
    room.refused('p', 3, 260);
    expect(roomOf(room, 3, 300)).toBe(0);
  });

  it('is not limited any more when nothing was refused for a minute', () => {
    const room = new Room();
    room.refused('p', 3, 0);
    expect(room.of(busy(3), 60_001)).toEqual([]);
  });

  it('of one profile says nothing of another', () => {
    const room = new Room();
    room.refused('q', 0, 0);
    expect(room.of(busy(5), 1)).toEqual([{ profileId: 'q', room: 0 }]);
  });
});

describe('a profile', () => {
  const most = (rooms: Parameters<typeof atMost>[1], underWay: Record<string, number>) =>
    atMost(20, rooms, new Map(Object.entries(underWay)));

  it('has room for what others have not taken up, and none beyond', () => {
    expect(most([], { p: 15, q: 25 })).toEqual([
      { profileId: 'p', room: 5 },
      { profileId: 'q', room: 0 },
    ]);
  });

  it('has less where it has learned so', () => {
    const learned = [
      { profileId: 'p', room: 1 },
      { profileId: 'idle', room: 2 },
    ];
    expect(most(learned, { p: 15 })).toEqual([
      { profileId: 'p', room: 1 },
      { profileId: 'idle', room: 2 },
    ]);
  });
});
