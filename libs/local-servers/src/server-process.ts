import { spawn, type ChildProcess } from 'node:child_process';
import { closeSync, mkdirSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { isFree, PortTaken } from './free-ports.js';
import { guard } from './guardian.js';
import { childrenOf, endGroup, membersOf, processesIn, signalGroup } from './process-group.js';
import { until } from './until.js';

/** What every private server has in common. */
export interface Running {
  readonly pid: number;
  /** Ends it in the orderly way and resolves when no process of it is left. */
  stop(): Promise<void>;
  /** Ends all of it at once, as a power cut would; its folder can be started again. */
  kill9(): Promise<void>;
  /** All that it has logged in this folder so far. */
  log(): string;
  /** Resolves when it has ended, asked or not, with its exit status or the signal that ended it. */
  readonly ended: Promise<string>;
}

export interface ServerSpec {
  readonly name: string;
  /** Holds everything the server writes, and who it is: `pid` and `<name>.log`. */
  readonly dir: string;
  readonly command: readonly string[];
  readonly env?: NodeJS.ProcessEnv;
  /** Where it will listen. Postfix shares a port with another Postfix rather than complain, so we look ourselves. */
  readonly ports: readonly number[];
  /** Asked again and again until it says yes. Must not be fooled by somebody else's server on the same port. */
  readonly isReady: () => Promise<boolean>;
  readonly stopSignal?: NodeJS.Signals;
  /** Where the server itself logs, if not to its output. */
  readonly logFile?: string;
  /** Where the server keeps its process id and refuses to start when that id lives, be it as somebody else's. */
  readonly lockFile?: string;
}

const START_DEADLINE_MS = 60_000;
const PORT_IS_TAKEN = /address already in use|EADDRINUSE/i;

/** Starts a server in a process group of its own and resolves when it answers. */
export async function startServer(spec: ServerSpec): Promise<Running> {
  const dir = resolve(spec.dir);
  mkdirSync(dir, { recursive: true });
  const stopSignal = spec.stopSignal ?? 'SIGTERM';
  await endLeftover(dir, stopSignal);
  if (spec.lockFile && processesIn(dir).length === 0) rmSync(spec.lockFile, { force: true });
  await requireFree(spec);
  const logs = [join(dir, `${spec.name}.log`), ...(spec.logFile ? [spec.logFile] : [])];
  const log = () => logs.map(readIfThere).join('');
  const logged = log().length;
  const child = launch(spec, logs[0]!);
  const pid = await pidOf(child);
  writeFileSync(join(dir, 'pid'), String(pid));
  const dismiss = guard(pid, stopSignal);
  const ended = async () => {
    dismiss();
    // Until we have taken notice of its end, its process id is in use.
    await until(() => hasEnded(child), { what: `the end of ${spec.name}` });
    rmSync(join(dir, 'pid'), { force: true });
  };
  const running: Running = {
    pid,
    log,
    ended: new Promise((resolve) => child.once('exit', (status, signal) => resolve(signal ?? `status ${status}`))),
    stop: () => endGroup(pid, stopSignal).then(ended),
    kill9: () => killAtOnce(pid).then(ended),
  };
  await ready(spec, child).catch(async (error: unknown) => {
    await running.kill9();
    throw startError(spec.name, log().slice(logged), error);
  });
  return running;
}

async function requireFree({ name, ports }: ServerSpec): Promise<void> {
  for (const port of ports) {
    if (!(await isFree(port))) throw new PortTaken(`${name} did not start: port ${port}: address already in use`);
  }
}

function launch({ command, env, dir }: ServerSpec, logFile: string): ChildProcess {
  const output = openSync(logFile, 'a');
  const child = spawn(command[0]!, command.slice(1), {
    cwd: dir,
    detached: true,
    env: env ?? process.env,
    stdio: ['ignore', output, output],
  });
  closeSync(output);
  child.unref();
  return child;
}

const pidOf = (child: ChildProcess): Promise<number> =>
  new Promise((found, failed) => {
    child.once('error', failed);
    child.once('spawn', () => found(child.pid!));
  });

const hasEnded = (child: ChildProcess): boolean => child.exitCode !== null || child.signalCode !== null;

async function ready({ name, isReady }: ServerSpec, child: ChildProcess): Promise<void> {
  await until(async () => hasEnded(child) || (await isReady()), {
    deadlineMs: START_DEADLINE_MS,
    what: `${name} to answer`,
  });
  if (hasEnded(child)) throw new Error(`it ended with ${child.exitCode ?? child.signalCode}`);
}

function startError(name: string, log: string, cause: unknown): Error {
  const reason = cause instanceof Error ? cause.message : String(cause);
  const message = `${name} did not start: ${reason}\n${log.split('\n').slice(-20).join('\n')}`;
  return PORT_IS_TAKEN.test(log) ? new PortTaken(message, { cause }) : new Error(message, { cause });
}

/** PostgreSQL puts its children in groups of their own. They would end by themselves, but not before a quick restart. */
async function killAtOnce(pid: number): Promise<void> {
  const strays = childrenOf(pid).filter((child) => child.group !== pid);
  signalGroup(pid, 'SIGKILL');
  for (const { group } of strays) signalGroup(group, 'SIGKILL');
  await until(() => [pid, ...strays.map(({ group }) => group)].every((group) => membersOf(group).length === 0));
}

/** What an earlier run left in this folder, if it really is of this folder: process ids are used again. */
async function endLeftover(dir: string, signal: NodeJS.Signals): Promise<void> {
  const group = idIn(join(dir, 'pid'));
  if (group > 1 && processesIn(dir).some((member) => member.group === group)) await endGroup(group, signal);
}

/** The first line of such a file is the id; 0 if there is none. */
const idIn = (file: string): number => Number.parseInt(readIfThere(file), 10) || 0;

function readIfThere(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
