import { world } from '@replyline/testing';
import { expect, it } from '@jest/globals';
import { DataSource } from 'typeorm';
import { ENTITIES, MIGRATIONS } from './tables.js';

const here = world();

it('the tables can be made, taken back and made again, and are what the entities say', async () => {
  const url = await here.freshDatabase();
  const db = await new DataSource({ type: 'postgres', url, entities: ENTITIES, migrations: MIGRATIONS }).initialize();
  here.onEnd(() => db.destroy());
  await db.runMigrations();
  for (let undone = 0; undone < MIGRATIONS.length; undone++) await db.undoLastMigration();
  expect(await db.query(`SELECT table_name FROM information_schema.tables WHERE table_schema = 'public'`)).toEqual([
    { table_name: 'migrations' },
  ]);
  await db.runMigrations();
  for (const entity of ENTITIES) expect(await db.manager.find(entity)).toEqual([]);
});
