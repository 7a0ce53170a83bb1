import type { Socket } from 'node:net';
import { Failure } from '@replyline/errors';

const LAST_LINE = /^\d{3}(?: .*)?\r?\n/m;

/** Says one line and resolves with the reply. For what nodemailer has no words for; nobody else may listen any more. */
export function converse(socket: Socket, line: string, timeoutMs: number): Promise<string> {
  socket.removeAllListeners('data');
  return new Promise((resolve, reject) => {
    let heard = '';
    const fail = (code: 'provider.timeout' | 'provider.unavailable') => () =>
      reject(new Failure(code, { step: 'sender' }));
    const timer = setTimeout(fail('provider.timeout'), timeoutMs);
    const lost = fail('provider.unavailable');
    socket.once('close', lost);
    socket.on('data', (chunk: Buffer) => {
      heard += chunk.toString();
      const last = LAST_LINE.exec(heard)?.[0];
      if (last === undefined) return;
      clearTimeout(timer);
      socket.removeListener('close', lost);
      resolve(last.trimEnd());
    });
    socket.write(`${line}\r\n`);
  });
}
