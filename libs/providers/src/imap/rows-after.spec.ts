import { expect, it } from '@jest/globals';
import type { FetchMessageObject, MailboxObject } from 'imapflow';
import { rowsAfter } from './rows-after.js';

/** An open mailbox of messages with these UIDs, which is listed ten at a time; and what it was asked for. */
function opened(uids: readonly number[], { exists = uids.length, uidNext = Math.max(0, ...uids) + 1 } = {}) {
  const asked: string[] = [];
  const fetchAll = (range: unknown): Promise<FetchMessageObject[]> => {
    asked.push(String(range));
    const [from, to] = String(range).split(':');
    const within = uids.filter((uid) => uid >= Number(from) && (to === '*' || uid <= Number(to)));
    const found = within.length === 0 && to === '*' ? uids.slice(-1) : within;
    return Promise.resolve(found.map((uid) => ({ uid, seq: uid })));
  };
  return { asked, client: { fetchAll, mailbox: { exists, uidNext } as MailboxObject } };
}

const through = (last: number): number[] => Array.from({ length: last }, (_, at) => at + 1);
const sparse = through(25).map((at) => 100 * at);

it.each([
  ['a small mailbox', through(10), {}, ['1:*'], { count: 10 }],
  ['a vast one', through(100), {}, ['1:10'], { count: 10, upTo: 10 }],
  ['one whose server does not say what comes next', through(100), { uidNext: 0 }, ['1:*'], { count: 100 }],
  ['one whose server says too little', through(100), { exists: 5 }, ['1:*'], { count: 100 }],
  [
    'one with gaps',
    sparse,
    {},
    ['1:10', '11:30', '31:70', '71:150', '151:230', '231:310', '311:390', '391:470', '471:550'],
    { count: 5, upTo: 550 },
  ],
])('%s is listed as far as one piece goes', async (_name, uids, says, ranges, { count, ...more }) => {
  const { client, asked } = opened(uids, says);
  const { rows, ...where } = await rowsAfter(0, client, 10);
  expect({ asked, count: rows.length, ...where }).toEqual({ asked: ranges, count, ...more });
});

it('a step ends where the next message will be', async () => {
  const { client, asked } = opened([1, 2, ...through(12).map((at) => 40 + at)], { uidNext: 53 });
  await rowsAfter(2, client, 10);
  expect(asked).toEqual(['3:12', '13:32', '33:52', '53:*']);
});

it('the last message is not listed again', async () => {
  const { client } = opened(through(10));
  expect((await rowsAfter(10, client, 10)).rows).toEqual([]);
});
