import type { Socket } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { GOOD, stepOf, type Behaviour, type Step } from './script.js';

export interface Handed {
  readonly reversePath: string;
  readonly forwardPaths: readonly string[];
  readonly message: string;
}

export interface Host {
  behaviourAt(step: Step, argument: string): Behaviour;
  /** Must have recorded the message when it returns: the 250 follows. */
  accept(handed: Handed): void;
}

const END_OF_DATA = '\r\n.\r\n';
/** Sooner than any client runs out of patience with silence. */
const LINE_OF_ENDLESS_MS = 100;

/** One connection: reads what the client says and follows the script. */
export class Conversation {
  private unread = '';
  private reversePath = '';
  private forwardPaths: string[] = [];
  private isReadingMessage = false;
  private hasBodyBegun = false;
  /** Steps are taken one after the other, however fast a client that pipelines is. */
  private work: Promise<void>;

  constructor(
    private readonly socket: Socket,
    private readonly host: Host,
  ) {
    socket.on('data', (chunk) => {
      this.unread += chunk.toString('latin1');
      this.work = this.work.then(() => this.readOn());
    });
    this.work = this.take('greeting', '').then(() => undefined);
  }

  private async readOn(): Promise<void> {
    while (!this.socket.destroyed) {
      if (this.isReadingMessage) {
        if (!(await this.readMessage())) return;
      } else {
        const end = this.unread.indexOf('\r\n');
        if (end < 0) return;
        const line = this.unread.slice(0, end);
        this.unread = this.unread.slice(end + 2);
        await this.obey(line);
      }
    }
  }

  private async obey(line: string): Promise<void> {
    const step = stepOf(line);
    if (step === undefined) return void this.socket.write('502 5.5.2 Unknown command\r\n');
    const reply = await this.take(step, line.replace(/^\w+ ?/, ''));
    if (!reply?.startsWith('2') && !reply?.startsWith('3')) return;
    const path = /<([^>]*)>/.exec(line)?.[1] ?? '';
    if (step === 'mail') [this.reversePath, this.forwardPaths] = [path, []];
    if (step === 'rcpt') this.forwardPaths.push(path);
    if (step === 'data') this.isReadingMessage = reply.startsWith('354');
    if (step === 'quit') this.socket.end();
  }

  /** Says whether there is more to do with what has been read. */
  private async readMessage(): Promise<boolean> {
    if (!this.hasBodyBegun && this.unread !== '') {
      this.hasBodyBegun = true;
      await this.take('body', '');
    }
    const whole = `\r\n${this.unread}`;
    const end = whole.indexOf(END_OF_DATA);
    if (end < 0 || this.socket.destroyed) return false;
    this.unread = whole.slice(end + END_OF_DATA.length);
    this.isReadingMessage = this.hasBodyBegun = false;
    await this.end(whole.slice(2, end + 2).replaceAll('\r\n..', '\r\n.'));
    return true;
  }

  private async end(message: string): Promise<void> {
    const { reversePath, forwardPaths } = this;
    await this.take('message', '', () => this.host.accept({ reversePath, forwardPaths, message }));
  }

  /** Resolves with the reply, or with nothing when the script wants none. */
  private async take(step: Step, argument: string, accept?: () => void): Promise<string | undefined> {
    const { reply = GOOD[step], delayMs = 0, instead } = this.host.behaviourAt(step, argument);
    if (delayMs > 0) await pause(delayMs);
    if (instead === 'silence') return new Promise(() => undefined);
    if (instead === 'endless') return this.goOn(reply);
    if (instead !== 'close' && reply.startsWith('2')) accept?.();
    if (instead !== undefined) return void this.socket.destroy();
    if (step === 'auth' && reply === GOOD.auth && !(await this.hearCredentials(argument))) return undefined;
    if (reply !== '' && this.socket.writable) this.socket.write(`${reply}\r\n`);
    return reply;
  }

  /** A reply of more and more lines (RFC 5321 §4.2.1). */
  private async goOn(reply: string): Promise<undefined> {
    while (this.socket.writable) {
      this.socket.write(`${reply.slice(0, 3)}-Wait\r\n`);
      await pause(LINE_OF_ENDLESS_MS);
    }
  }

  /** Whoever they are for, they are right: wrong ones are for the script to play. */
  private async hearCredentials(argument: string): Promise<boolean> {
    for (const challenge of challengesFor(argument)) {
      this.socket.write(`334 ${challenge}\r\n`);
      await this.nextLine();
    }
    return !this.socket.destroyed;
  }

  private async nextLine(): Promise<void> {
    while (!this.unread.includes('\r\n') && !this.socket.destroyed) await pause(1);
    this.unread = this.unread.slice(this.unread.indexOf('\r\n') + 2);
  }
}

const [USERNAME, PASSWORD] = ['VXNlcm5hbWU6', 'UGFzc3dvcmQ6'];

/** What is left to ask after `AUTH <mechanism> [initial response]`. */
function challengesFor(argument: string): string[] {
  const [mechanism = '', initialResponse] = argument.toUpperCase().split(' ');
  if (mechanism === 'LOGIN') return initialResponse === undefined ? [USERNAME, PASSWORD] : [PASSWORD];
  return initialResponse === undefined ? [''] : [];
}
