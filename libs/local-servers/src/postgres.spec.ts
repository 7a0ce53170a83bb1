import { rmSync } from 'node:fs';
import { expect, it } from '@jest/globals';
import { Client } from 'pg';
import { startPostgres, type RunningPostgres } from './postgres.js';
import { aPrivateServer } from './private-server.contract.js';
import { processesIn } from './process-group.js';
import { makeTemporaryFolder } from './temporary-folder.js';
import { until } from './until.js';

async function query(server: RunningPostgres, sql: string): Promise<unknown[]> {
  const client = new Client({ connectionString: await server.createDatabase('kept') });
  await client.connect();
  return client
    .query(sql)
    .then(({ rows }) => rows)
    .finally(() => client.end());
}

aPrivateServer<RunningPostgres>({
  name: 'PostgreSQL',
  start: (dir, earlier) => startPostgres(earlier ? { dir, port: earlier.port } : { dir }),
  portOf: ({ port }) => port,
  lockFile: 'data/postmaster.pid',
  remember: async (server) => {
    await query(server, `CREATE TABLE note AS SELECT 'remember me – ä' AS text`);
  },
  recall: async (server) => {
    expect(await query(server, 'SELECT text FROM note')).toEqual([{ text: 'remember me – ä' }]);
  },
});

it('takes a query in progress down with it when it is killed', async () => {
  const folder = makeTemporaryFolder();
  const postgres = await startPostgres({ dir: folder, isForgetful: true });
  const client = new Client({ connectionString: postgres.url('postgres') });
  client.on('error', () => undefined);
  await client.connect();
  const failed = expect(client.query('SELECT count(*) FROM generate_series(1, 1e10::bigint)')).rejects.toThrow();
  const isCounting = () => processesIn(folder).some(({ commandLine }) => commandLine.includes('SELECT'));
  await until(isCounting, { what: 'the query to run' });
  await postgres.kill9();
  await failed;
  expect(processesIn(folder)).toEqual([]);
  rmSync(folder, { recursive: true, force: true });
});
