import { Failure } from '@replyline/errors';
import type { Client, ClientBase } from 'pg';
import type { DataSource } from 'typeorm';

/** PostgreSQL Appendix A: read_only_sql_transaction. */
const ONLY_READS = '25006';
/** True also of a standby. */
const ASK = `SELECT current_setting('transaction_read_only')::boolean AS "onlyReads"`;

interface Answer {
  readonly onlyReads: boolean;
}

/**
 * For each connection of a pool when it is made: ends it where its server only reads. After a failover that may be the one
 * that was first before, and a default that an operator has set counts in a session until its end. The next one may write.
 */
export function endWhereOnlyRead(client: ClientBase): void {
  const ours = client as Client;
  ours.connection.on('errorMessage', ({ code }: { readonly code?: string }) => {
    // The pool does not lend again what is ending.
    if (code === ONLY_READS) void ours.end();
  });
}

/** Whether PostgreSQL takes what is written. A connection to one that does not is ended: who only reads never finds out. */
export async function isWritable(db: DataSource): Promise<boolean> {
  const runner = db.createQueryRunner();
  try {
    const client = (await runner.connect()) as Client;
    const [answer]: Answer[] = await runner.query(ASK);
    if (!answer!.onlyReads) return true;
    void client.end();
    return false;
  } finally {
    await runner.release();
  }
}

/**
 * For each connection whose transactions say `READ WRITE`, when it is made: that overrides what an operator has set, perhaps
 * because another server goes on with what was written until then. Throws `service.unavailable`.
 */
export async function requireWritable(client: ClientBase): Promise<void> {
  const { rows } = await client.query<Answer>(ASK);
  if (rows[0]!.onlyReads) throw new Failure('service.unavailable', { missing: 'PostgreSQL' });
}
