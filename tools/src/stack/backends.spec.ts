import { chmodSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { SERVICE_NAMES } from '@replyline/contracts';
import { makeTemporaryFolder, startNats, startPostgres, type RunningPostgres } from '@replyline/local-servers';
import { Client } from 'pg';
import { startBackends, type GivenServers } from './backends.js';
import { databaseName, givenPostgres } from './given-postgres.js';
import { stackSecrets, type StackSecrets } from './secrets.js';

const dir = makeTemporaryFolder();
let postgres: RunningPostgres;
let secrets: StackSecrets;

beforeAll(async () => {
  chmodSync(dir, 0o755);
  postgres = await startPostgres({ dir: join(dir, 'given'), isForgetful: true });
  secrets = await stackSecrets(join(dir, 'secrets.json'));
  await query(postgres.url('postgres'), `CREATE ROLE plain LOGIN PASSWORD 'secret'`);
});

afterAll(async () => {
  await postgres.stop();
  rmSync(dir, { recursive: true, force: true });
});

async function query(url: string, sql: string): Promise<Record<string, unknown>[]> {
  const client = new Client({ connectionString: url });
  await client.connect();
  return client.query<Record<string, unknown>>(sql).then(
    async ({ rows }) => (await client.end(), rows),
    async (error: unknown) => {
      await client.end();
      throw error;
    },
  );
}

const start = (given: GivenServers) => startBackends({ dir: join(dir, 'own'), fresh: false, given }, secrets);
const as = (user: string, password: string) =>
  Object.assign(new URL(postgres.url('postgres')), { username: user, password }).toString();

describe('a PostgreSQL that is given', () => {
  it.each([
    ['postgres://h/chat', 'chat_outbound_mail'],
    ['postgres://h/postgres', 'replyline_outbound_mail'],
    ['postgres://h/', 'replyline_outbound_mail'],
    ['postgres://h', 'replyline_outbound_mail'],
  ])('%s has the database %s', (url, name) => {
    expect(databaseName({ url }, 'outbound-mail')).toBe(name);
  });

  it('has a database for each service, keeps them, and forgets them when asked to', async () => {
    await postgres.createDatabase('chat');
    const place = { url: postgres.url('chat') };
    const rowsAfter = async (fresh: boolean) => {
      const { database } = await givenPostgres({ ...place, fresh });
      for (const name of SERVICE_NAMES) await query(database(name), 'CREATE TABLE IF NOT EXISTS kept (id int)');
      await query(database('config'), 'INSERT INTO kept VALUES (1)');
      return (await query(database('config'), 'SELECT * FROM kept')).length;
    };
    expect([await rowsAfter(false), await rowsAfter(false), await rowsAfter(true)]).toEqual([1, 2, 1]);
  });

  it('keeps a database that somebody else made', async () => {
    const place = { url: postgres.url('chat'), prefix: 'own_' };
    await postgres.createDatabase('chat_own_config');
    const { database } = await givenPostgres({ ...place, fresh: false });
    await query(database('config'), 'CREATE TABLE precious (id int)');
    await expect(givenPostgres({ ...place, fresh: true })).rejects.toThrow(/leaves the database chat_own_config alone/);
    await query(database('config'), 'SELECT * FROM precious');
  });
});

describe('a server that cannot be used', () => {
  it.each([
    ['nonsense', /DATABASE_URL is no address of PostgreSQL/],
    ['mysql://u:secret@127.0.0.1/x', /DATABASE_URL is no address of PostgreSQL/],
    ['postgres://u:secret@127.0.0.1:1/x', /DATABASE_URL: nothing listens there/],
    ['postgres://u:secret@localhost:1/x', /DATABASE_URL: nothing listens there/],
    ['postgres://u:secret@127.0.0.1/%zz', /DATABASE_URL: /],
  ])('is told by a sentence: %s', async (databaseUrl, sentence) => {
    const failed = start({ databaseUrl });
    await expect(failed).rejects.toThrow(sentence);
    await expect(failed).rejects.not.toThrow(/secret/);
  });

  it('is told by a sentence: a role that may not create databases, or not enter', async () => {
    await expect(start({ databaseUrl: as('plain', 'secret') })).rejects.toThrow(/DATABASE_URL: .*CREATEDB/);
    await expect(start({ databaseUrl: as('plain', 'wrong') })).rejects.toThrow(/DATABASE_URL: .*password/);
    const open = await query(postgres.url('postgres'), `SELECT 1 FROM pg_stat_activity WHERE usename = 'plain'`);
    expect(open).toEqual([]);
  });

  it.each([
    ['http://127.0.0.1', /NATS_URL is no address of NATS/],
    ['nats://127.0.0.1:1', /NATS_URL: nothing listens there/],
  ])('is told by a sentence: %s', async (natsUrl, sentence) => {
    await expect(start({ natsUrl })).rejects.toThrow(sentence);
  });

  it('is told by a sentence: a login that the broker refuses, and a user without JetStream', async () => {
    const accounts = `accounts: { PLAIN: { users: [ { user: plain, password: secret } ] } }`;
    const nats = await startNats({ dir: join(dir, 'nats'), configuration: accounts });
    const at = (login: string) => start({ natsUrl: `nats://${login}@127.0.0.1:${nats.port}` });
    try {
      await expect(at('plain:wrong')).rejects.toThrow(/NATS_URL: the broker refuses the login/);
      await expect(at('plain:secret')).rejects.toThrow(/NATS_URL: the broker has no JetStream/);
    } finally {
      await nats.stop();
    }
  });

  it('that offers no TLS is told no password by who was told to use it', async () => {
    const nats = await startNats({
      dir: join(dir, 'nats'),
      configuration: 'authorization: { user: me, password: secret }',
    });
    try {
      await expect(start({ natsUrl: `tls://me:secret@127.0.0.1:${nats.port}` })).rejects.toThrow(/NATS_URL.*'tls'/);
    } finally {
      await nats.stop();
    }
  });
});
