import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

/** Packages put servers outside the search path of an ordinary user. */
const FOLDERS = [...(process.env['PATH'] ?? '').split(delimiter), '/usr/sbin', '/usr/local/sbin', '/opt/homebrew/bin'];

/** Where a program is. Throws an error that says how to get it. */
export function findExecutable(name: string, folders: readonly string[] = FOLDERS): string {
  const found = folders.map((folder) => join(folder, name)).find(isExecutable);
  if (found === undefined) throw new Error(`${name} is not installed. Run: node tools/setup/setup.mjs --for test`);
  return found;
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
