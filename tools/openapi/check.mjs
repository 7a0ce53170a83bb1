// Lints the OpenAPI documents of the four services, and compares the types of the config client with the one of config.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { configClientFile, configClientTypes } from './client-types.mjs';
import { openApiOf, SERVICES } from './documents.mjs';

const folder = mkdtempSync(join(tmpdir(), 'replyline-openapi-'));
const isLinted = lint();
rmSync(folder, { recursive: true });
if (!isLinted) process.exit(1);
if (readFileSync(configClientFile, 'utf8') !== (await configClientTypes())) {
  console.error('libs/config-client/src/schema.ts is not what config says: npm run generate');
  process.exit(1);
}

function lint() {
  const files = SERVICES.map((service) => {
    const file = join(folder, `${service}.json`);
    writeFileSync(file, openApiOf(service));
    return file;
  });
  const config = fileURLToPath(new URL('./redocly.yaml', import.meta.url));
  const { status, stderr } = spawnSync(
    'npx',
    ['--no-install', 'redocly', 'lint', '--config', config, '--format', 'summary', ...files],
    {
      stdio: ['ignore', 'inherit', 'pipe'],
      env: { ...process.env, REDOCLY_TELEMETRY: 'off', REDOCLY_SUPPRESS_UPDATE_NOTICE: 'true' },
    },
  );
  if (status !== 0) console.error(String(stderr));
  return status === 0;
}
