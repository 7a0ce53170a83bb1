import { chmodSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
// Jest does not transform this file's imports, so it takes the build, which `npm test` has made.
import { startPostgres } from '../../libs/local-servers/dist/index.js';

/** One PostgreSQL cluster for the whole run; `freshDatabase()` of libs/testing makes databases in it. */
export default async function globalSetup() {
  const dir = mkdtempSync(join(tmpdir(), 'rl-pg-'));
  chmodSync(dir, 0o755);
  const postgres = await startPostgres({ dir, isForgetful: true });
  process.env.REPLYLINE_TEST_POSTGRES_URL = postgres.url('postgres');
  globalThis.replylineTestPostgres = { postgres, dir };
}
