// Jest does not transform this file's imports, so it takes the build, which `npm test` has made.
import { makeTemporaryFolder, startPostgres } from '../../libs/local-servers/dist/index.js';

/** One PostgreSQL cluster for the whole run; `freshDatabase()` of libs/testing makes databases in it. */
export default async function globalSetup() {
  const dir = makeTemporaryFolder();
  const postgres = await startPostgres({ dir, isForgetful: true });
  process.env.REPLYLINE_TEST_POSTGRES_URL = postgres.url('postgres');
  globalThis.replylineTestPostgres = { postgres, dir };
}
