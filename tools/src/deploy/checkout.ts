import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { readEnvFile } from './compose-file.js';
import type { Variables } from './dockerfile.js';

/** The root of the checkout, seen from `tools/src/deploy` and from `tools/dist/deploy`. */
export const ROOT = fileURLToPath(new URL('../../../', import.meta.url));

export const COMPOSE_FILE = join(ROOT, 'docker-compose.yml');
export const SERVICES = ['config', 'outbound-mail', 'inbound-reply', 'conversation'] as const;
export type ServiceName = (typeof SERVICES)[number];

/** What a service says that it reads from its environment. */
export interface Variable {
  readonly name: string;
  readonly isRequired: boolean;
  readonly default?: string;
}

const described = new Map<ServiceName, Variable[]>();

/** Asks the built service itself, since a tool may not import an app. */
export function variablesOfService(service: ServiceName): Variable[] {
  const known = described.get(service) ?? describe(service);
  described.set(service, known);
  return known;
}

function describe(service: ServiceName): Variable[] {
  const main = join(ROOT, 'apps', service, 'dist', 'main.js');
  const output = execFileSync(process.execPath, [main, '--describe-environment'], { encoding: 'utf8' });
  return JSON.parse(output) as Variable[];
}

/** What `node deploy/try.mjs` makes for Compose. */
export function environmentForTrying(): Variables {
  const folder = mkdtempSync(join(tmpdir(), 'rl-try-'));
  try {
    execFileSync(process.execPath, [join(ROOT, 'deploy/try.mjs'), '--folder', folder]);
    return readEnvFile(readFileSync(join(folder, 'compose.env'), 'utf8'));
  } finally {
    rmSync(folder, { recursive: true });
  }
}
