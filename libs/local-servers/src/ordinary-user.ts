import { execFileSync } from 'node:child_process';
import { chmodSync, chownSync, existsSync, mkdirSync, statSync } from 'node:fs';
import { userInfo } from 'node:os';
import { dirname } from 'node:path';

/** Who a server runs as that refuses to be root (PostgreSQL) or should not be (Dovecot). */
export interface OrdinaryUser {
  readonly name: string;
  readonly group: string;
  readonly uid: number;
  readonly gid: number;
}

const id = (...args: string[]): string => execFileSync('id', args, { encoding: 'utf8' }).trim();

export const isRoot = (): boolean => process.getuid?.() === 0;

/** Ourselves; for root, `nobody`, which every system has, so that no account needs to be made. */
export function ordinaryUser(): OrdinaryUser {
  const name = isRoot() ? 'nobody' : userInfo().username;
  return { name, group: id('-gn', name), uid: Number(id('-u', name)), gid: Number(id('-g', name)) };
}

/** Makes a folder, with its parents, that belongs to the ordinary user together with everything in it. */
export function makeFolderFor(user: OrdinaryUser, dir: string): void {
  mkdirSync(dir, { recursive: true });
  chmodSync(dir, 0o755);
  if (statSync(dir).uid !== user.uid) execFileSync('chown', ['-R', `${user.uid}:${user.gid}`, dir]);
}

/** Hands over a file that we wrote for a server. */
export function giveTo(user: OrdinaryUser, file: string): void {
  if (isRoot()) chownSync(file, user.uid, user.gid);
}

/**
 * How to run a command as the ordinary user.
 *
 * A checkout of root often lies where nobody else may look (/root, a folder from `mktemp -d`). There the command keeps
 * the one capability to pass such folders. `access(2)` ignores capabilities of ordinary users unless the securebit is set.
 */
export function asOrdinaryUser(user: OrdinaryUser, command: readonly string[], folders: readonly string[]): string[] {
  if (!isRoot()) return [...command];
  if (!existsSync('/usr/bin/setpriv'))
    return ['su', '-m', user.name, '-s', '/bin/sh', '-c', 'exec "$0" "$@"', ...command];
  const drop = ['setpriv', `--reuid=${user.uid}`, `--regid=${user.gid}`, '--clear-groups'];
  const pass = ['--securebits=+no_setuid_fixup', '--inh-caps=+dac_override', '--ambient-caps=+dac_override'];
  return [...drop, ...(folders.every(isOpenToAll) ? [] : pass), ...command];
}

/** Whether others may pass every folder on the way. */
function isOpenToAll(dir: string): boolean {
  const parent = dirname(dir);
  return (statSync(dir).mode & 0o001) !== 0 && (parent === dir || isOpenToAll(parent));
}
