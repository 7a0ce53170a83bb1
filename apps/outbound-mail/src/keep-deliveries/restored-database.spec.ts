import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { MESSAGING_MIGRATIONS } from '@replyline/messaging';
import { world } from '@replyline/testing';
import { DataSource } from 'typeorm';
import { ENTITIES, MIGRATIONS } from '../outbound-mail.module.js';
import { ON_ITS_WAY, type DeliveryState } from './delivery-state.js';

const runbook = readFileSync(new URL('../../../../docs/runbooks/a-database-was-restored.md', import.meta.url), 'utf8');
const STATEMENT = /```sql\n(UPDATE delivery[^`]*)```/.exec(runbook)![1]!;

const here = world();
let db: DataSource;

beforeAll(async () => {
  const options = { entities: [...ENTITIES], migrations: [...MESSAGING_MIGRATIONS, ...MIGRATIONS] };
  db = await new DataSource({ type: 'postgres', url: await here.freshDatabase(), ...options }).initialize();
  here.onEnd(() => db.destroy());
  await db.runMigrations();
});

/** What becomes of a delivery whose time is `due` from now. */
async function afterTheStatement(state: DeliveryState, due: string): Promise<DeliveryState> {
  const id = randomUUID();
  await db.query(
    `INSERT INTO notification (id, source, event_id, kind, lane, accepted_at) VALUES ($1::uuid, '/services/x', $1::text, 'mention', 'normal', now())`,
    [id],
  );
  await db.query(
    `INSERT INTO delivery (id, notification_id, user_id, lane, state, profile_id, message_id, mail, expires_at, next_attempt_at, address)
     VALUES ($1, $1, $1, 1, $2, 'system', $3, '{}', now() + interval '1 day', now() + $4::interval, 'a@example.test')`,
    [id, state, `${id}@example.test`, due],
  );
  await db.query(STATEMENT);
  const [row] = await db.query<{ state: DeliveryState }[]>(`SELECT state FROM delivery WHERE id = $1`, [id]);
  return row!.state;
}

describe('the statement for a restored database', () => {
  it.each(ON_ITS_WAY)(
    'leaves nothing %s whose time has come: it was sent since, and would go out twice',
    async (state) => {
      expect(await afterTheStatement(state, '-1 minute')).toBe('unknown');
    },
  );

  it('leaves what is scheduled for later', async () => {
    expect(await afterTheStatement('scheduled', '1 hour')).toBe('scheduled');
  });
});
