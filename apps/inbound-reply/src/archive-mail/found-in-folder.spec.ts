import { describe, expect, it } from '@jest/globals';
import { arrivedIn, oursIn, type Archived } from './found-in-folder.js';

const at = (second: number): Date => new Date(second * 1_000);
const mail = (uid: number, sizeBytes: number, second: number) => ({ uid, sizeBytes, receivedAt: at(second) });
const ours = (id: string, sizeBytes: number, second: number, uid: number | null = null): Archived => ({
  id,
  sizeBytes,
  receivedAt: at(second),
  uidValidity: uid === null ? null : 7,
  uid,
});
const listing = (...mails: ReturnType<typeof mail>[]) => ({ uidValidity: 7, mails });

describe('ours in a folder', () => {
  it.each([
    ['is a mail whose UID is known', listing(mail(1, 99, 99)), [ours('a', 10, 1, 1)], [1]],
    [
      'is none with that UID where UIDs began anew',
      { ...listing(mail(1, 99, 99)), uidValidity: 8 },
      [ours('a', 10, 1, 1)],
      [],
    ],
    ['is a mail of the size and second of one that was moved', listing(mail(5, 10, 1)), [ours('a', 10, 1)], [5]],
    ['is its second copy too', listing(mail(5, 10, 1), mail(6, 10, 1)), [ours('a', 10, 1)], [5, 6]],
    ['is none of another size, or another second', listing(mail(5, 11, 1), mail(6, 10, 2)), [ours('a', 10, 1)], []],
  ])('%s', (_name, folder, archived, uids) => {
    expect(oursIn(folder, archived)).toEqual(uids);
  });
});

describe('what has arrived before something broke', () => {
  it('is each time another mail', () => {
    const folder = listing(mail(5, 10, 1), mail(6, 10, 1));
    const moving = [ours('a', 10, 1), ours('b', 10, 1), ours('c', 10, 1)];
    expect([...arrivedIn(folder, moving, new Set())]).toEqual([
      ['a', 5],
      ['b', 6],
    ]);
  });

  it('is none that was there already', () => {
    expect([...arrivedIn(listing(mail(5, 10, 1)), [ours('a', 10, 1)], new Set([5]))]).toEqual([]);
  });
});
