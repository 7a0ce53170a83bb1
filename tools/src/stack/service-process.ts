import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startServer, type Running } from '@replyline/local-servers';
import type { ServiceName } from './services.js';

/** The root of the checkout, seen from `tools/dist/stack`. */
export const ROOT = fileURLToPath(new URL('../../../', import.meta.url));

/** As in the Dockerfile: a young generation that may grow to 48 MB does so at start and is never given back. */
const NODE_FLAGS = ['--max-semi-space-size=4'];

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
    command: [process.execPath, ...NODE_FLAGS, join(ROOT, 'apps', it.name, 'dist', 'main.js')],
    env: it.env,
    ports: [it.port],
    isReady: async () => (await fetch(`${url}/health/ready`)).ok,
  });
  return { ...running, url };
}
