import { randomUUID } from 'node:crypto';
import type { FileFate } from '@replyline/mail';
import { until, world } from '@replyline/testing';
import { beforeAll, expect, it } from '@jest/globals';
import { serviceAlone } from '../testing/service-alone.js';
import type { ServiceUnderTest } from '../testing/service-under-test.js';
import type { Decided } from './decide.js';
import { noteFiles } from './note-files.js';
import type { Settled } from './record-verdicts.js';

const here = world();
let service: ServiceUnderTest;

beforeAll(async () => {
  service = await serviceAlone(here);
});

const [FIRST, SECOND] = ['a', 'b'].map((digit) => digit.repeat(64)) as [string, string];

function withFile(sha256: string, outcome: 'accept' | 'hold'): Settled {
  const decided = { outcome, because: 'so', decidedBy: 'spec', passed: [] } as Decided;
  const file: FileFate = { fate: 'kept', name: 'a.txt', mediaType: 'text/plain', sizeBytes: 1, sha256 };
  const stored = { id: randomUUID(), mailbox: 'system', raw: null, isWhole: true, receivedAt: NOW, storedAt: NOW };
  return { stored, examined: undefined, decided, files: [file] };
}
const NOW = new Date();

it('files of held and of posted replies are locked in one order, whoever else notes the same ones', async () => {
  for (const sha256 of [FIRST, SECOND])
    await service.db.query(`INSERT INTO reply_file (sha256, stored_at) VALUES ($1, now())`, [sha256]);
  const other = service.db.createQueryRunner();
  await other.startTransaction();
  const lock = (sha256: string) => other.query(`SELECT 1 FROM reply_file WHERE sha256 = $1 FOR UPDATE`, [sha256]);
  await lock(FIRST);
  const noting = service.db.transaction((tx) =>
    noteFiles(tx, [withFile(SECOND, 'accept'), withFile(FIRST, 'hold')], NOW),
  );
  const isWaiting = (): Promise<unknown[]> =>
    service.db.query(
      `SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock' AND query LIKE '%reply_file%'`,
    );
  await until(async () => (await isWaiting()).length > 0);
  await Promise.all([expect(noting).resolves.toBeUndefined(), lock(SECOND).then(() => other.commitTransaction())]);
  await other.release();
});
