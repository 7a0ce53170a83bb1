import { randomUUID } from 'node:crypto';
import { Client } from 'pg';

/** Set by tools/test/global-setup.mjs, which starts one cluster for the whole run. */
const ADMIN_URL = 'REPLYLINE_TEST_POSTGRES_URL';

/** An empty database in the cluster of this test run; resolves with its URL. */
export async function freshDatabase(): Promise<string> {
  const admin = process.env[ADMIN_URL];
  if (admin === undefined) throw new Error(`${ADMIN_URL} is not set: run the tests through jest.config.mjs`);
  const url = new URL(admin);
  const name = `test_${randomUUID().replaceAll('-', '')}`;
  const client = new Client({ connectionString: admin });
  await client.connect();
  await client.query(`CREATE DATABASE ${name}`).finally(() => client.end());
  url.pathname = name;
  return url.href;
}
