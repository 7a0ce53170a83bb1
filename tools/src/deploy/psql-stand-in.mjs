// What deploy/postgres asks of psql, for machines without it: `-v name=value`, :"name", :'name', statement by statement.
// The server is the one of PGHOST, PGPORT and PGPASSWORD, as for psql.
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import pg from 'pg';

const text = { type: 'string' };
const { values } = parseArgs({
  options: { set: { ...text, short: 'v', multiple: true }, username: text, dbname: text },
});
const variables = Object.fromEntries(values.set.map((one) => [one.split('=')[0], one.replace(/^[^=]*=/, '')]));

const fill = (statement) =>
  statement
    .replaceAll(/:"(\w+)"/g, (_, name) => pg.escapeIdentifier(variables[name]))
    .replaceAll(/:'(\w+)'/g, (_, name) => pg.escapeLiteral(variables[name]));

const client = new pg.Client({ user: values.username, database: values.dbname });
await client.connect();
for (const statement of readFileSync(0, 'utf8').split(/;\s*$/m)) await client.query(fill(statement));
await client.end();
