import { accessSync, constants, existsSync } from 'node:fs';
import { dirname } from 'node:path';
import { Unusable } from './unusable.js';

/** Throws `Unusable` when a folder, or the nearest one above it that exists, is not ours to write: root made it. */
export function requireOwnFolder(dir: string): void {
  if (!existsSync(dir)) return requireOwnFolder(dirname(dir));
  try {
    accessSync(dir, constants.W_OK | constants.X_OK);
  } catch (error) {
    const remedy = `sudo chown -R "$(id -un)" '${dir}'`;
    throw new Unusable(`${dir} belongs to another user, as after a run with sudo. Run: ${remedy}`, { cause: error });
  }
}
