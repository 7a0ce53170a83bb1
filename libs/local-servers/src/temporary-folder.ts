import { chmodSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Open to all, because servers of root run as `nobody`; short, because paths of sockets end at 103 characters. */
export function makeTemporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'rl-'));
  chmodSync(folder, 0o755);
  return folder;
}
