// Writes what is generated from the sources: JSON Schemas, docs/events.md, the users of NATS, previews of the mails,
// the types of the config API. A spec compares all but the last in every run, npm run check that one.
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { previewFiles } from '../../apps/outbound-mail/dist/render/previews.js';
import {
  asyncApiFile,
  eventsPage,
  natsPublisherTemplate,
  natsUsersFile,
  schemaFiles,
} from '../../libs/contracts/dist/index.js';
import { configClientFile, configClientTypes } from '../openapi/client-types.mjs';

writeFolder('../../libs/contracts/schemas/', schemaFiles());
writeFolder('../../docs/previews/', previewFiles());
writeFileSync(new URL('../../docs/events.md', import.meta.url), eventsPage());
writeFileSync(new URL('../../docs/asyncapi.json', import.meta.url), asyncApiFile());
writeFileSync(new URL('../../deploy/nats-users.conf', import.meta.url), natsUsersFile());
writeFileSync(new URL('../../deploy/nats-publisher.template.conf', import.meta.url), natsPublisherTemplate());
writeFileSync(configClientFile, await configClientTypes());

function writeFolder(path, files) {
  const folder = new URL(path, import.meta.url);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  for (const [file, text] of files) writeFileSync(new URL(file, folder), text);
}
