import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, chmodSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { ServiceName } from './checkout.js';
import { startDeployment, type Deployment } from './deployment.js';
import type { Image } from './play-dockerfile.js';

/** Installing and compiling in an empty folder takes 30 s on two idle cores. */
const BUILD_MS = 300_000;

/** What holds for the image of every service. */
export function checkServiceImages(services: readonly ServiceName[]): void {
  let deployment: Deployment;
  const folder = mkdtempSync(join(tmpdir(), 'rl-'));

  beforeAll(async () => {
    chmodSync(folder, 0o755);
    deployment = await startDeployment(folder);
  }, 60_000);

  afterAll(async () => {
    await deployment.stop();
    rmSync(folder, { recursive: true, force: true });
  }, 60_000);

  describe.each(services)('the image of %s', (service) => {
    let image: Image;

    it(
      'is built by the commands of the Dockerfile',
      () => {
        image = deployment.image(service);
        expect(existsSync(join(image.root, image.workdir, 'dist/main.js'))).toBe(true);
      },
      BUILD_MS,
    );

    it('holds what was compiled and neither sources nor tools', () => {
      const files = ['apps', 'libs'].flatMap((name) => filesIn(join(image.root, 'replyline', name)));
      expect(files.filter((file) => !/\.(js|js\.map)$|\/package\.json$/.test(file))).toEqual([]);
      expect(existsSync(join(image.root, 'replyline/node_modules/jest'))).toBe(false);
    });

    it('does not run as root', () => expect(image.user).toBe('node'));

    it('starts, answers /health/live, and its health check agrees', async () => {
      const check = ([command, ...args]: readonly string[], env: NodeJS.ProcessEnv) =>
        execFileSync(command!, args, { env, stdio: 'pipe' });
      const { url, env } = await deployment.start(service);
      expect((await fetch(`${url}/health/live`)).status).toBe(200);
      expect(() => check(image.healthcheck, env)).not.toThrow();
      expect(() => check(image.healthcheck, { ...env, PORT: '1' })).toThrow();
    }, 60_000);
  });
}

const filesIn = (folder: string): string[] =>
  readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
