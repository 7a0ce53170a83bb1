import type { Socket } from 'node:net';
import { Failure } from '@replyline/errors';

const LAST_LINE = /^\d{3}(?: .*)?\r?\n/m;

/**
 * Says one line and resolves with the reply; waits until the socket times out or `patience` aborts. For what
 * nodemailer has no words for: nobody else may listen any more.
 */
export function converse(socket: Socket, line: string, patience: AbortSignal): Promise<string> {
  socket.removeAllListeners('data');
  return new Promise((resolve, reject) => {
    let heard = '';
    const stopWatching = () => {
      socket.removeListener('close', lost);
      socket.removeListener('timeout', late);
      patience.removeEventListener('abort', late);
    };
    const fail = (code: 'provider.timeout' | 'provider.unavailable') => {
      stopWatching();
      reject(new Failure(code, { step: 'sender' }));
    };
    const lost = () => fail('provider.unavailable');
    const late = () => fail('provider.timeout');
    socket.once('close', lost);
    socket.once('timeout', late);
    patience.addEventListener('abort', late, { once: true });
    if (patience.aborted) late();
    socket.on('data', (chunk: Buffer) => {
      heard += chunk.toString();
      const last = LAST_LINE.exec(heard)?.[0];
      if (last === undefined) return;
      stopWatching();
      resolve(last.trimEnd());
    });
    socket.write(`${line}\r\n`);
  });
}
