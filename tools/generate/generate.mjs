// Writes what is generated from the sources: JSON Schemas and docs/events.md. A spec compares them in every run.
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { eventsPage, natsUsersFile, schemaFiles } from '../../libs/contracts/dist/index.js';

const schemas = new URL('../../libs/contracts/schemas/', import.meta.url);
rmSync(schemas, { recursive: true, force: true });
mkdirSync(schemas, { recursive: true });
for (const [file, text] of schemaFiles()) writeFileSync(new URL(file, schemas), text);
writeFileSync(new URL('../../docs/events.md', import.meta.url), eventsPage());
writeFileSync(new URL('../../deploy/nats-users.conf', import.meta.url), natsUsersFile());
