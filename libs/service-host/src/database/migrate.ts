import type { DataSource } from 'typeorm';

/** Held by the transaction and not by the session, so that a pooler in transaction mode is no trap. */
const LOCK = `SELECT pg_advisory_xact_lock(hashtext('replyline'), hashtext('migration'))`;

/**
 * Applies what is missing. Of several replicas that start at once, one works and the others wait for it. No index is
 * built `CONCURRENTLY`: that waits for every statement under way, also for those that wait for this lock, for ever.
 */
export const migrate = (source: DataSource): Promise<void> =>
  source.transaction(async (holder) => {
    await holder.query(LOCK);
    await source.runMigrations({ transaction: 'each' });
  });
