import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { until } from './until.js';

/** A process that still runs: one that has ended and waits for its parent does not count. */
export interface Member {
  readonly pid: number;
  readonly parent: number;
  readonly group: number;
  readonly commandLine: string;
}

/** Signals a whole group; says whether there was one. */
export function signalGroup(group: number, signal: NodeJS.Signals): boolean {
  try {
    process.kill(-group, signal);
    return true;
  } catch {
    return false;
  }
}

export const membersOf = (group: number): Member[] => processes().filter((member) => member.group === group);
export const childrenOf = (pid: number): Member[] => processes().filter((member) => member.parent === pid);

/** Asks a group to end, and ends it by force when it has not done so in time. */
export async function endGroup(group: number, signal: NodeJS.Signals, graceMs = 5_000): Promise<void> {
  const isGone = () => membersOf(group).length === 0;
  signalGroup(group, signal);
  await until(isGone, { deadlineMs: graceMs }).catch(() => signalGroup(group, 'SIGKILL'));
  await until(isGone, { what: `process group ${group} to end` });
}

/** The processes that work in a folder: its name stands in their command line, or is their working directory. */
export const processesIn = (dir: string): Member[] =>
  processes().filter(({ pid, commandLine }) => commandLine.includes(dir) || workingDirectoryOf(pid).startsWith(dir));

function workingDirectoryOf(pid: number): string {
  try {
    return readlinkSync(`/proc/${pid}/cwd`);
  } catch {
    return '';
  }
}

function processes(): Member[] {
  return process.platform === 'linux' ? fromProc() : fromPs();
}

/** Slim systems have no `ps`, but every Linux has /proc. */
function fromProc(): Member[] {
  return readdirSync('/proc').flatMap((name) => {
    if (!/^\d+$/.test(name)) return [];
    try {
      // The name in parentheses may hold spaces; what follows it does not: state, parent, group.
      const [state, parent, group] = readFileSync(`/proc/${name}/stat`, 'utf8')
        .replace(/^.*\) /s, '')
        .split(' ');
      if (state === 'Z') return [];
      const commandLine = readFileSync(`/proc/${name}/cmdline`, 'utf8').replaceAll('\0', ' ');
      return [{ pid: Number(name), parent: Number(parent), group: Number(group), commandLine }];
    } catch {
      return [];
    }
  });
}

function fromPs(): Member[] {
  const lines = execFileSync('ps', ['-A', '-o', 'pid=,ppid=,pgid=,stat=,command='], { encoding: 'utf8' }).split('\n');
  return lines.flatMap((line) => {
    const [, pid, parent, group, state, commandLine = ''] =
      /^\s*(\d+)\s+(\d+)\s+(\d+)\s+(\S+)\s+(.*)$/.exec(line) ?? [];
    if (pid === undefined || state?.startsWith('Z')) return [];
    return [{ pid: Number(pid), parent: Number(parent), group: Number(group), commandLine }];
  });
}
