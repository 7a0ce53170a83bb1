import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startServer, type Running } from '@replyline/local-servers';
import type { ServiceName } from './services.js';

/** The root of the checkout, seen from `tools/dist/stack`. */
export const ROOT = fileURLToPath(new URL('../../../', import.meta.url));

/** As in the Dockerfile and the Compose file: megabytes of the young generation, which are never given back. */
const SEMI_SPACE: Partial<Record<ServiceName, number>> = { 'outbound-mail': 32 };
const SMALL = 4;

export interface RunningService extends Running {
  readonly url: string;
}

/** Starts one service from its build and resolves when it is ready. */
export async function startService(it: {
  name: ServiceName;
  dir: string;
  port: number;
  env: NodeJS.ProcessEnv;
}): Promise<RunningService> {
  const url = `http://127.0.0.1:${it.port}`;
  const running = await startServer({
    name: it.name,
    dir: it.dir,
    command: [
      process.execPath,
      `--max-semi-space-size=${SEMI_SPACE[it.name] ?? SMALL}`,
      join(ROOT, 'apps', it.name, 'dist', 'main.js'),
    ],
    env: it.env,
    ports: [it.port],
    isReady: async () => (await fetch(`${url}/health/ready`)).ok,
  });
  return { ...running, url };
}
