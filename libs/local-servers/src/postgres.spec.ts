import { expect } from '@jest/globals';
import { Client } from 'pg';
import { startPostgres, type RunningPostgres } from './postgres.js';
import { aPrivateServer } from './private-server.contract.js';

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
  remember: async (server) => {
    await query(server, `CREATE TABLE note AS SELECT 'remember me – ä' AS text`);
  },
  recall: async (server) => {
    expect(await query(server, 'SELECT text FROM note')).toEqual([{ text: 'remember me – ä' }]);
  },
});
