import { connect, type Socket } from 'node:net';
import { Failure } from '@replyline/errors';
import type { ClamdAddress } from './clamd-address.js';
import { VirusScanner, type Scan } from './virus-scanner.js';

/** As large a piece as a socket takes at once; clamd has no limit for one, only for all of them. */
const PIECE_BYTES = 64 * 1024;
/** A file of 25 MB takes it some seconds; archives in archives more. That it is there it says at once. */
const PATIENCE: ClamdPatience = { silenceMs: 60_000, presenceMs: 5_000 };
/** The name of what was found, and some words around it. */
const MAX_ANSWER = 4096;
const END = Buffer.alloc(4);
const TRIES = 3;
/**
 * What asking in vain may cost those who wait behind it: a tenth of the time; and the shortest and the longest that it
 * is left alone.
 */
const REST_FACTOR = 10;
const SHORTEST_REST_MS = 1_000;
const LONGEST_REST_MS = 60_000;
const TOO_MUCH = 'INSTREAM size limit exceeded. ERROR\0';

interface ClamdPatience {
  /** Between two signs of life while it scans. */
  readonly silenceMs: number;
  /** For a connection, and for the answer to whether it is there. */
  readonly presenceMs: number;
}

/**
 * Speaks `INSTREAM` of clamd (clamd(8)): a connection a file, each piece behind its length, ended by a piece of none.
 *
 * Where it gave no answer about a file, nor to whether it is there, it is left alone for a while, and then asked
 * whether it is there before it gets a file: one that hangs would take a minute of each mail with a file, and other
 * mail waits behind it.
 */
export class Clamd extends VirusScanner {
  /** Since the last question that got no answer: when, by `performance.now`, it may be asked again. */
  private restsUntil: number | undefined;
  private asking: Promise<boolean> | undefined;

  constructor(
    private readonly address: ClamdAddress,
    private readonly patience = PATIENCE,
  ) {
    super();
  }

  async scan(bytes: Uint8Array): Promise<Scan> {
    if (!(await this.mayBeAsked())) throw this.away();
    const asked = performance.now();
    const said = await this.askUntilHeard(bytes).catch(async (cause: unknown) => {
      await this.restUnlessThere(asked);
      throw new Failure('scanner.unavailable', {}, { cause });
    });
    this.restsUntil = undefined;
    const scan = readAnswer(said);
    if (!scan) throw new Failure('scanner.unavailable', {}, { cause: new Error(`clamd said ${said.slice(0, 200)}`) });
    return scan;
  }

  /** One question answers all who want to know at that moment. */
  private async mayBeAsked(): Promise<boolean> {
    if (this.restsUntil === undefined) return true;
    if (performance.now() < this.restsUntil) return false;
    this.asking ??= this.restUnlessThere(performance.now()).finally(() => (this.asking = undefined));
    return this.asking;
  }

  /** Over one file it may be silent again and again, while it scans those of others. */
  private async restUnlessThere(asked: number): Promise<boolean> {
    const isThere = await this.isThere();
    if (!isThere) this.rest(asked);
    return isThere;
  }

  private rest(asked: number): void {
    const now = performance.now();
    const restMs = Math.min(Math.max((now - asked) * REST_FACTOR, SHORTEST_REST_MS), LONGEST_REST_MS);
    this.restsUntil = Math.max(this.restsUntil ?? 0, now + restMs);
  }

  /** Nothing was asked about the file: `retryAfterSeconds` says so. */
  private away(): Failure {
    const leftMs = Math.max(0, (this.restsUntil ?? 0) - performance.now());
    const cause = new Error('clamd gave no answer a moment ago');
    return new Failure('scanner.unavailable', { retryAfterSeconds: Math.ceil(leftMs / 1_000) }, { cause });
  }

  /**
   * Over its limit clamd answers and hangs up while we still speak, and what it said is lost with the connection, but for
   * luck. One that hangs up each time on this file, and talks to us otherwise, has had too much of it.
   */
  private async askUntilHeard(bytes: Uint8Array): Promise<string> {
    for (let time = 1; ; time += 1) {
      try {
        return await this.ask((socket) => stream(socket, bytes), this.patience.silenceMs);
      } catch (error) {
        if (!wasCut(error) || (time === TRIES && !(await this.isThere()))) throw error;
        if (time === TRIES) return TOO_MUCH;
      }
    }
  }

  private async isThere(): Promise<boolean> {
    const ping = (socket: Socket): Promise<void> => written(socket, Buffer.from('zPING\0'));
    const said = await this.ask(ping, this.patience.presenceMs).catch(() => '');
    return said.startsWith('PONG');
  }

  private ask(speak: (socket: Socket) => Promise<void>, silenceMs: number): Promise<string> {
    return new Promise((resolve, reject) => {
      const socket = connect({ ...this.address, timeout: this.patience.presenceMs });
      let said = '';
      const close = (settle: () => void): void => {
        settle();
        socket.destroy();
      };
      socket.setEncoding('utf8');
      socket.on('data', (text: string) => {
        said += text;
        if (said.includes('\0') || said.length > MAX_ANSWER) close(() => resolve(said));
      });
      socket.on('timeout', () => close(() => reject(new Error('clamd is silent'))));
      socket.on('error', (error) => close(() => (said === '' ? reject(error) : resolve(said))));
      socket.on('close', () => close(() => (said === '' ? reject(new Error('clamd hung up')) : resolve(said))));
      socket.on('connect', () => {
        socket.setTimeout(silenceMs);
        speak(socket).catch(() => undefined);
      });
    });
  }
}

/** Never more than a piece ahead of what the socket has taken. */
async function stream(socket: Socket, bytes: Uint8Array): Promise<void> {
  await written(socket, Buffer.from('zINSTREAM\0'));
  for (let from = 0; from < bytes.length; from += PIECE_BYTES) {
    const piece = bytes.subarray(from, from + PIECE_BYTES);
    const length = Buffer.alloc(4);
    length.writeUInt32BE(piece.length);
    await written(socket, Buffer.concat([length, piece]));
    // It may have said something meanwhile.
    await new Promise((resume) => setImmediate(resume));
    if (socket.destroyed) return;
  }
  await written(socket, END);
}

const written = (socket: Socket, bytes: Buffer): Promise<void> =>
  new Promise((resolve, reject) => socket.write(bytes, (error) => (error ? reject(error) : resolve())));

const wasCut = (error: unknown): boolean =>
  ['EPIPE', 'ECONNRESET'].includes((error as NodeJS.ErrnoException | undefined)?.code ?? '');

/** `undefined` for what is no answer to the question. */
function readAnswer(said: string): Scan | undefined {
  const answer = said.replace(/\0.*$/s, '').trim();
  if (answer === 'stream: OK') return { kind: 'clean' };
  const found = /^stream: (.+) FOUND$/.exec(answer)?.[1];
  if (found !== undefined) return { kind: 'virus', found: found.replace(/\p{Cc}/gu, '').slice(0, 200) };
  return /size limit exceeded/i.test(answer) ? { kind: 'not-scannable' } : undefined;
}
