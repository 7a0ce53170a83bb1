import { spawn } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import { makeTemporaryFolder, until } from '@replyline/local-servers';
import { SERVICES, startStack, type ServiceName, type Stack } from '@replyline/tools';
import type { Figure } from './figures.js';

const STARTS = 5;
/** Long enough for what a start leaves behind to be collected. */
const IDLE_MS = 10_000;

/** How long each service takes to be ready, and what it keeps resident when it has nothing to do. */
export async function footprint(): Promise<Figure[]> {
  const dir = makeTemporaryFolder();
  const stack = await startStack({ dir });
  try {
    const ready: Figure[] = [];
    for (const name of SERVICES) ready.push(await readiness(stack, name));
    await new Promise((resume) => setTimeout(resume, IDLE_MS));
    const bare = await bareNode();
    return [...ready, ...SERVICES.map((name) => resident(stack, name, bare))];
  } finally {
    await stack.stop();
    rmSync(dir, { recursive: true, force: true });
  }
}

/** Alone on the machine, from the start of the process to the first 200 of /health/ready. */
async function readiness(stack: Stack, name: ServiceName): Promise<Figure> {
  const samples: number[] = [];
  for (let time = 0; time < STARTS; time += 1) {
    await stack.service(name).stop();
    const began = performance.now();
    await stack.restart(name);
    samples.push((performance.now() - began) / 1_000);
  }
  return { name: `${name}: ready after`, samples, unit: 's', goal: 1.5 };
}

const resident = (stack: Stack, name: ServiceName, bare: number): Figure => ({
  name: `${name}: resident when idle`,
  samples: [residentMb(stack.service(name).pid)],
  unit: 'MB',
  goal: 140,
  against: { name: 'a bare node process', samples: [bare] },
});

/** VmRSS of proc(5). */
function residentMb(pid: number): number {
  const kilobytes = /^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
  return Number(kilobytes) / 1024;
}

async function bareNode(): Promise<number> {
  const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000); console.log("up")'], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  let isUp = false;
  child.stdout.once('data', () => (isUp = true));
  await until(() => isUp, { what: 'a bare node process' });
  const megabytes = residentMb(child.pid!);
  child.kill('SIGKILL');
  return megabytes;
}
