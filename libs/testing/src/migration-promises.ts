import { afterAll, describe, expect, it } from '@jest/globals';
import { DataSource, type MigrationInterface } from 'typeorm';
import { freshDatabase } from './fresh-database.js';

export interface Tables {
  readonly entities: readonly (new () => object)[];
  /** Oldest first. */
  readonly migrations: readonly (new () => MigrationInterface)[];
}

const TABLES = `SELECT table_name FROM information_schema.tables WHERE table_schema = 'public' AND table_name <> 'migration' ORDER BY table_name`;

/** What every service promises of its tables. */
export function migrationPromises({ entities, migrations }: Tables): void {
  let db: DataSource | undefined;
  afterAll(() => db?.destroy());
  const tables = (): Promise<unknown[]> => db!.query(TABLES);

  describe('the migrations', () => {
    it('go up, down and up again', async () => {
      const options = { type: 'postgres' as const, migrationsTableName: 'migration', migrations: [...migrations] };
      db = await new DataSource({ ...options, url: await freshDatabase(), entities: [...entities] }).initialize();
      await db.runMigrations();
      const up = await tables();
      for (let undone = 0; undone < migrations.length; undone += 1) await db.undoLastMigration();
      expect(await tables()).toEqual([]);
      await db.runMigrations();
      expect(await tables()).toEqual(up);
    });

    it('make tables that the entities fit', async () => {
      // A column that is missing is an error of the query; some tables begin with a row.
      for (const entity of entities) expect(await db!.manager.find(entity)).toBeInstanceOf(Array);
    });
  });
}
