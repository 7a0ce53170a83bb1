import { until, world } from '@replyline/testing';
import { beforeAll, describe, expect, it, jest } from '@jest/globals';
import { anAnswer } from '../testing/an-answer.js';
import { serviceAlone } from '../testing/service-alone.js';
import type { ServiceUnderTest } from '../testing/service-under-test.js';
import { undecided } from '../testing/undecided.js';
import { DueMail } from './due-mail.js';
import { KnownMail } from './known-mail.js';
import { TriageLoop } from './triage-loop.js';
import { TriageMail } from './triage-mail.js';

const here = world();
let service: ServiceUnderTest;

beforeAll(async () => {
  service = await serviceAlone(here);
});

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

const stateOf = async (n: number): Promise<unknown> =>
  (await service.db.query(`SELECT state, failed_tries AS tries FROM inbound_mail WHERE id = $1`, [idOf(n)]))[0];

describe('mails that are decided together', () => {
  it('leave out the one that somebody else has in hand, and wait for nobody', async () => {
    await store(6, '2026-11-20T12:00:00Z');
    await store(7, '2026-11-20T12:00:00Z');
    const other = service.db.createQueryRunner();
    await other.startTransaction();
    await other.query(`SELECT 1 FROM inbound_mail WHERE id = $1 FOR UPDATE`, [idOf(6)]);
    try {
      await service.app.get(TriageMail).decideAll(await undecided(service.db, [7, 6].map(idOf)));
      expect([await stateOf(6), await stateOf(7)]).toMatchObject([{ state: 'stored' }, { state: 'processed' }]);
    } finally {
      await other.rollbackTransaction();
      await other.release();
    }
    await service.app.get(TriageMail).decide(idOf(6));
    expect(await stateOf(6)).toMatchObject({ state: 'processed' });
  });

  it('do not wait for what became known while they were read', async () => {
    const sent = service.aSent();
    const ids = [idOf(1), idOf(2)];
    await service.db.query(
      `UPDATE inbound_mail SET state = 'stored', is_whole = true, raw = $2, next_try_at = '2100-01-01' WHERE id = ANY($1)`,
      [ids, anAnswer(sent.token)],
    );
    const asked = jest.spyOn(service.app.get(KnownMail), 'withKey');
    const known = async (): Promise<void> => {
      await until(() => asked.mock.calls.length === 2);
      await Promise.all(asked.mock.results.map(({ value }) => value as Promise<unknown>));
      await service.publish(sent.event);
      await until(
        async () => (await service.db.query(`SELECT 1 FROM sent_mail WHERE reply_key = $1`, [sent.replyKey]))[0],
      );
    };
    await service.app.get(TriageLoop).decideAll(await undecided(service.db, ids), known());
    // Nobody is on record here, and the second is a copy of the first: neither waits.
    const decided = await service.db.query(`SELECT outcome FROM inbound_mail WHERE id = ANY($1) ORDER BY id`, [ids]);
    expect(decided).toEqual([{ outcome: 'hold' }, { outcome: 'ignore' }]);
  });

  it('say so when they could not be, and are tried each on its own', async () => {
    await store(8, '2026-11-20T12:00:00Z');
    await store(9, '2026-11-20T12:00:00Z');
    const broken = `ALTER TABLE inbound_mail ADD CONSTRAINT broken CHECK (decided_by IS NULL OR id <> '${idOf(9)}')`;
    await service.db.query(broken);
    await service.app.get(TriageLoop).decideAll(await undecided(service.db, [8, 9].map(idOf)));
    expect([await stateOf(8), await stateOf(9)]).toEqual([
      { state: 'processed', tries: 0 },
      { state: 'stored', tries: 1 },
    ]);
    const message = 'mails could not be decided together, each is decided on its own';
    expect(service.log().filter(({ msg }) => msg === message)).toMatchObject([{ code: 'defect', mails: 2 }]);
  });
});
