import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Client } from 'pg';
import { startDeployment, type Deployment } from './deployment.js';

const ROLES = ['config', 'outbound_mail', 'inbound_reply', 'conversation'];

describe('the databases of docker-compose.yml', () => {
  const folder = mkdtempSync(join(tmpdir(), 'rl-'));
  let deployment: Deployment;

  beforeAll(async () => {
    chmodSync(folder, 0o755);
    deployment = await startDeployment(folder);
  });

  afterAll(async () => {
    await deployment.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  async function query(role: string, database: string, sql: string): Promise<void> {
    const password = deployment.values[`${role.toUpperCase()}_DATABASE_PASSWORD`]!;
    const client = new Client({ connectionString: deployment.databaseUrl(role, password, database) });
    await client.connect();
    await client.query(sql).finally(() => client.end());
  }

  it.each(ROLES)('let %s make its tables', async (role) => {
    await query(role, role, 'CREATE TABLE canary (id uuid PRIMARY KEY)');
  });

  it.each(ROLES)('keep %s out of every other one', async (role) => {
    for (const other of [...ROLES, 'postgres', 'template1'].filter((name) => name !== role))
      await expect(query(role, other, 'SELECT 1')).rejects.toThrow('permission denied for database');
  });
});
