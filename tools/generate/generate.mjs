// Writes what is generated from the sources: JSON Schemas, docs/events.md, the users of NATS, the types of the config API.
// A spec compares the first three in every run, npm run check the last one.
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { eventsPage, natsUsersFile, schemaFiles } from '../../libs/contracts/dist/index.js';
import { configClientFile, configClientTypes } from '../openapi/client-types.mjs';

const schemas = new URL('../../libs/contracts/schemas/', import.meta.url);
rmSync(schemas, { recursive: true, force: true });
mkdirSync(schemas, { recursive: true });
for (const [file, text] of schemaFiles()) writeFileSync(new URL(file, schemas), text);
writeFileSync(new URL('../../docs/events.md', import.meta.url), eventsPage());
writeFileSync(new URL('../../deploy/nats-users.conf', import.meta.url), natsUsersFile());
writeFileSync(configClientFile, await configClientTypes());
