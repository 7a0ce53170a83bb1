import { connect } from 'node:net';

/** Connects and waits until what the server has said matches; resolves with it. */
export function greeting(port: number, pattern: RegExp, timeoutMs = 2_000): Promise<string> {
  return new Promise((resolve, reject) => {
    let said = '';
    const socket = connect(port, '127.0.0.1');
    const give = (outcome: () => void) => {
      socket.destroy();
      outcome();
    };
    socket.setTimeout(timeoutMs, () => give(() => reject(new Error(`no greeting on port ${port}`))));
    socket.once('error', (error) => give(() => reject(error)));
    socket.once('end', () => give(() => reject(new Error(`port ${port} closed before its greeting`))));
    socket.on('data', (chunk) => {
      said += chunk.toString('latin1');
      if (pattern.test(said)) give(() => resolve(said));
    });
  });
}
