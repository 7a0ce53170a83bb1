import type { Socket } from 'node:net';

/** RFC 1939 §3: an answer is a line of at most 512 octets. A server that sends more is none. */
const LONGEST_LINE = 1_000;

/** What a server says, line by line; `undefined` once the connection is gone. */
export class Lines {
  private unread = '';
  private isOver = false;
  private wake: () => void = () => undefined;

  constructor(socket: Socket) {
    // An error ends the connection, and whoever waits is told by its end.
    socket.on('error', () => undefined);
    socket.on('data', (chunk: Buffer) => {
      this.unread += chunk.toString('latin1');
      if (this.unread.length > LONGEST_LINE && !this.unread.includes('\n')) socket.destroy();
      this.wake();
    });
    socket.on('close', () => {
      this.isOver = true;
      this.wake();
    });
  }

  async next(): Promise<string | undefined> {
    for (;;) {
      const end = this.unread.indexOf('\n');
      if (end >= 0) {
        const line = this.unread.slice(0, end).trimEnd();
        this.unread = this.unread.slice(end + 1);
        return line;
      }
      if (this.isOver) return undefined;
      await new Promise<void>((resolve) => (this.wake = resolve));
    }
  }
}
