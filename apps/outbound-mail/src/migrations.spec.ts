import { afterAll, describe, expect, it } from '@jest/globals';
import { freshDatabase } from '@replyline/testing';
import { DataSource } from 'typeorm';
import { ENTITIES, MIGRATIONS } from './outbound-mail.module.js';

let db: DataSource | undefined;
afterAll(() => db?.destroy());

const tables = async (): Promise<unknown[]> =>
  db!.query(
    `SELECT table_name FROM information_schema.tables WHERE table_schema = 'public' AND table_name <> 'migration'`,
  );

describe('the migrations', () => {
  it('go up, down and up again', async () => {
    const options = { type: 'postgres' as const, migrationsTableName: 'migration', migrations: [...MIGRATIONS] };
    db = await new DataSource({ ...options, url: await freshDatabase(), entities: [...ENTITIES] }).initialize();
    await db.runMigrations();
    const up = await tables();
    for (let done = 0; done < MIGRATIONS.length; done += 1) await db.undoLastMigration();
    expect(await tables()).toEqual([]);
    await db.runMigrations();
    expect(await tables()).toEqual(up);
  });

  it('make tables that the entities fit', async () => {
    for (const entity of ENTITIES) expect(await db!.manager.find(entity)).toEqual([]);
  });
});
