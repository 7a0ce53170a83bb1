import type { EntityManager } from 'typeorm';

/** The documents of settings that name this account, separated by commas; empty where none does. */
export async function usersOf(tx: EntityManager, accountId: string): Promise<string> {
  const rows: { document: string }[] = await tx.query(
    `SELECT document FROM settings WHERE "values" ->> 'accountId' = $1 ORDER BY document LIMIT 10`,
    [accountId],
  );
  return rows.map(({ document }) => document).join(', ');
}
