import { connect } from '@nats-io/transport-node';
import { describe, expect, it } from '@jest/globals';
import { Client } from 'pg';
import { world } from './index.js';

const here = world();

describe('a world', () => {
  it('gives every caller an empty database of its own', async () => {
    const urls = await Promise.all([here.freshDatabase(), here.freshDatabase()]);
    expect(new Set(urls).size).toBe(2);
    const client = new Client({ connectionString: urls[0] });
    await client.connect();
    const tables = await client.query(`SELECT 1 FROM information_schema.tables WHERE table_schema = 'public'`);
    await client.end();
    expect(tables.rowCount).toBe(0);
  });

  it('has one broker', async () => {
    const [first, second] = await Promise.all([here.nats(), here.nats()]);
    expect(first).toBe(second);
    const connection = await connect({ servers: first.url });
    await connection.flush();
    await connection.close();
  });
});
