import { cpSync, lstatSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join, posix } from 'node:path';
import { dockerIgnore } from './docker-ignore.js';

/** Copies what a builder would be sent of `path`: what `.dockerignore` leaves out does not exist for it. */
export function copyFromContext(context: string, path: string, target: string): void {
  const isSent = dockerIgnore(readFileSync(join(context, '.dockerignore'), 'utf8'));
  const copy = (from: string, to: string): void => {
    const source = join(context, from);
    if (!lstatSync(source).isDirectory()) {
      // What is there already may be a hard link, which must not be written into.
      if (isSent(from)) rmSync(to, { force: true });
      if (isSent(from)) cpSync(source, to, { verbatimSymlinks: true });
      return;
    }
    if (isSent(from)) mkdirSync(to, { recursive: true });
    // A folder that is left out is still looked into, because a later pattern may let a part of it in again.
    if (!isSent(from) && HUGE.has(posix.basename(from))) return;
    for (const name of readdirSync(source)) copy(posix.join(from, name), join(to, name));
  };
  copy(posix.normalize(path), target);
}

/** Tens of thousands of files of which no pattern asks for one. */
const HUGE = new Set(['node_modules', '.git', '.nx', 'dist', 'out-tsc', '.replyline']);
