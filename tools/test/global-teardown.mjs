import { rmSync } from 'node:fs';

export default async function globalTeardown() {
  const { postgres, dir } = globalThis.replylineTestPostgres;
  await postgres.stop();
  rmSync(dir, { recursive: true, force: true });
}
