import { world } from '@replyline/testing';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { ServiceUnderTest } from '../testing/service-under-test.js';
import { DueMail } from './due-mail.js';

const here = world();
let service: ServiceUnderTest;

beforeAll(async () => {
  const [databaseUrl, { url: natsUrl }] = [await here.freshDatabase(), await here.nats()];
  service = await ServiceUnderTest.start({ databaseUrl, natsUrl, imapPort: 1, password: 'secret' });
  here.onEnd(() => service.stop());
}, 60_000);

/** Due when nobody of the service looks yet. */
const store = (n: number, receivedAt: string, due = '2101-01-01') =>
  service.db.query(
    `INSERT INTO inbound_mail (id, mailbox, mail_id, is_whole, size_bytes, received_at, stored_at, next_try_at)
     VALUES ($1, 'system', $1::uuid::text, true, 1, $2, now(), $3)`,
    [idOf(n), receivedAt, due],
  );
const idOf = (n: number): string => `00000000-0000-4000-8000-00000000000${n}`;

describe('mail that is due', () => {
  it('comes as it arrived where it was released together, however it was stored', async () => {
    await store(3, '2026-11-20T12:00:00Z');
    await store(2, '2026-11-20T13:00:00Z');
    await store(5, '2026-11-20T11:00:00Z');
    await store(4, '2026-11-20T12:00:00Z');
    await store(1, '2026-11-20T14:00:00Z', '2100-01-01');
    const due = new DueMail(service.db, { now: () => new Date('2102-01-01') });
    expect(await due.list(10)).toEqual([1, 5, 3, 4, 2].map(idOf));
    expect(await due.list(2)).toEqual([1, 5].map(idOf));
  });
});
