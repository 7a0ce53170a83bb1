import { spawn } from 'node:child_process';

/**
 * A line on standard input dismisses the guardian. End of file means that the process which started the server is no
 * more, by whatever signal: the guardian then ends the server's process group, by force after three seconds.
 */
const SCRIPT = `
read -r dismissed && exit
kill -s "$2" -- "-$1"
left=30
while [ $left -gt 0 ] && kill -0 -- "-$1"; do sleep 0.1; left=$((left - 1)); done
kill -s KILL -- "-$1"
`;

/**
 * Sees to it that a server does not outlive us. A listener on `exit` would not do: it does not run on SIGKILL, on an
 * unhandled SIGTERM, or inside a test runner that has replaced `process`.
 *
 * Returns how to dismiss it once the server has ended, so that a reused process id is never hit.
 */
export function guard(group: number, signal: NodeJS.Signals): () => void {
  const guardian = spawn('/bin/sh', ['-c', SCRIPT, 'replyline-guardian', String(group), signal.replace('SIG', '')], {
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  guardian.unref();
  const { stdin } = guardian;
  if ('unref' in stdin && typeof stdin.unref === 'function') stdin.unref();
  stdin.on('error', () => undefined);
  return () => stdin.end('dismissed\n');
}
