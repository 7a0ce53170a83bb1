import { describe, expect, it } from '@jest/globals';
import type { MailSummary } from './mailbox-connection.js';
import { MailsAhead } from './mails-ahead.js';

const MOST = 1_000_000;

const aMail = (uid: number, sizeBytes = 100): MailSummary => ({
  id: `7:${uid}`,
  sizeBytes,
  receivedAt: new Date(0),
  isSeen: false,
  imap: { uidValidity: 7, uid },
});

/** So many were fetched before, each of which widens what is asked for. */
function ahead(mails: readonly MailSummary[], fetched = 3): MailsAhead {
  const it = new MailsAhead();
  it.want(mails);
  for (let times = 0; times < fetched; times += 1) it.widen();
  return it;
}

const numbered = (count: number, sizeBytes = 100): MailSummary[] =>
  Array.from({ length: count }, (_, at) => aMail(at + 1, sizeBytes));

describe('which messages one command fetches', () => {
  it('is the first of each list alone, whatever was fetched before', () => {
    const it = ahead(numbered(500));
    it.want(numbered(500));
    expect(it.togetherWith(1, MOST)).toEqual([]);
  });

  it('is the first alone, then twice as many each time, up to a hundred', () => {
    const counts = Array.from({ length: 9 }, (_, times) => ahead(numbered(500), times).togetherWith(1, MOST).length);
    expect(counts).toEqual([0, 2, 4, 8, 16, 32, 64, 100, 100]);
  });

  it.each<[string, MailSummary[], number[]]>([
    ['begins with the one that is asked for', numbered(4).slice(1), [2, 3, 4]],
    ['ends before one that is larger than was asked for', [aMail(2), aMail(3), aMail(4, MOST + 1), aMail(5)], [2, 3]],
    ['ends before one whose size the server does not say', [aMail(2), aMail(3), aMail(4, 0)], [2, 3]],
    ['is none where one alone would be left', [aMail(2), aMail(3, 0)], []],
    ['is none for a message that nobody said to want', [aMail(3), aMail(4)], []],
  ])('%s', (_name, mails, uids) => {
    expect(ahead([aMail(1), ...mails]).togetherWith(2, MOST)).toEqual(uids);
  });

  it('is no more than four megabytes of them', () => {
    expect(ahead(numbered(8, 1_500_000)).togetherWith(1, 2_000_000)).toEqual([1, 2]);
  });

  it('is none for one that came with another, also where the server left it out', () => {
    const it = ahead(numbered(3));
    it.keep([1, 2], MOST, [{ uid: 1, source: Buffer.from('one') }]);
    expect([1, 2].map((uid) => it.togetherWith(uid, MOST))).toEqual([[], []]);
  });
});

describe('a message that was fetched together with others', () => {
  const fetched = (source: string, maxBytes: number): MailsAhead => {
    const it = ahead(numbered(3));
    it.keep([1, 2], maxBytes, [{ uid: 1, source: Buffer.from(source) }]);
    return it;
  };

  it.each([
    ['whole, for any wish', 'hello', 10, 1_000, 'hello'],
    ['whole, and cut for a smaller wish', 'hello', 10, 2, 'he'],
    ['cut, for a smaller wish', 'hello', 5, 2, 'he'],
    ['cut, and so not for a larger wish', 'hello', 5, 6, undefined],
  ])('is given %s', (_name, source, askedFor, maxBytes, given) => {
    expect(fetched(source, askedFor).take(1, maxBytes)?.toString()).toBe(given);
  });

  it('is given once', () => {
    const it = fetched('hello', 10);
    expect(it.take(1, 10)).toBeDefined();
    expect(it.take(1, 10)).toBeUndefined();
  });

  it('is held no longer than until others are fetched', () => {
    const it = fetched('hello', 10);
    it.keep([2, 3], 10, []);
    expect(it.take(1, 10)).toBeUndefined();
  });
});
