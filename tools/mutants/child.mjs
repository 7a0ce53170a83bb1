import { spawn } from 'node:child_process';

/**
 * Runs a program in a process group of its own, so that a Ctrl-C is ours to handle, and ends the group when the signal
 * aborts. Resolves with its exit code and everything it said.
 */
export async function runChild(command, { cwd, signal }) {
  const [program, ...args] = command;
  const child = spawn(program, args, { cwd, detached: true, stdio: ['ignore', 'pipe', 'pipe'] });
  const said = [];
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => said.push(chunk));
  const end = () => kill(child.pid);
  signal?.addEventListener('abort', end, { once: true });
  if (signal?.aborted) end();
  const code = await new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  signal?.removeEventListener('abort', end);
  return { code, output: Buffer.concat(said).toString() };
}

function kill(pid) {
  try {
    process.kill(-pid, 'SIGTERM');
  } catch (error) {
    if (error.code !== 'ESRCH') throw error;
  }
}
