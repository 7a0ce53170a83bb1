import type { Socket } from 'node:net';
import type { Failure } from '@replyline/errors';
import SMTPConnection, { type SMTPConnectionSendInfo } from 'nodemailer/lib/smtp-connection';
import type { Admission } from '../admission.js';
import { givenMessageId } from '../given-message-id.js';
import type { HandOver, OutboundMail, Receipt } from '../provider.js';
import type { Pooled } from '../pool.js';
import { addressesOf, openAdmitted } from './connect.js';
import { toFailure } from './errors.js';
import { MessageBody } from './message-body.js';
import { connectionOptions, type SmtpAccess } from './settings.js';
import { redacted, replyCodeOf, type SmtpError } from './reply.js';
import { shakeHands } from './shake-hands.js';
import { silent, type Trace } from './trace.js';
import { extensionsOf, unspeakableIn } from './unspeakable.js';

/**
 * Exim closes a connection after this many messages, others after fewer: then the next mail goes over another one. Each
 * new connection costs its place a moment. Not all connections end in the same moment.
 */
const MOST_MESSAGES = 1_000;
const SPREAD = 300;
/**
 * A server that goes on with a reply is not silent, and would never run out of patience: all that is said for a mail, or
 * for a login, has as much time as so many replies that take as long as they may, and its content as it takes at this rate.
 */
const REPLIES = 10;
const SLOWEST_BYTES_PER_MS = 10;
/** A server that is moved, or whose certificate is taken back, is noticed at the latest then. */
const OLDEST_MS = 5 * 60_000;

/** One authenticated connection, ready for mail. */
export class SmtpSession implements Pooled {
  private readonly openedAt = performance.now();
  private messagesLeft = MOST_MESSAGES - Math.floor(Math.random() * SPREAD);
  private isBroken = false;
  private isWanted = false;

  private constructor(
    private readonly connection: SMTPConnection,
    private readonly timeoutMs: number,
  ) {
    // A connection may fail while nobody waits for anything; the listener keeps that from ending the process.
    connection.on('error', () => (this.isBroken = true));
    connection.on('end', () => (this.isBroken = true));
  }

  /** Resolves when the server is ready for mail: connected, protected as the settings ask, and logged in. */
  static async open(access: SmtpAccess, signal: AbortSignal, trace: Trace = silent): Promise<SmtpSession> {
    const { host, port, timeoutSeconds } = access.settings;
    const { allowLinkLocal, admit } = access;
    const where = { host, port, timeoutMs: timeoutSeconds * 1_000, allowLinkLocal, admit };
    const addresses = await addressesOf(where, signal);
    trace.done('dns', addresses.join(', '));
    const { socket, place } = await openAdmitted(addresses, where, signal);
    trace.done('tcp', `${socket.remoteAddress}:${socket.remotePort}`);
    const connection = new SMTPConnection({ ...connectionOptions(access), ...trace.options, connection: socket });
    const session = new SmtpSession(connection, where.timeoutMs);
    session.heed(place);
    try {
      await session.whileOpen(signal, () =>
        session.inTime(() => shakeHands(connection, access, { trace, signal }), REPLIES * where.timeoutMs),
      );
      return session;
    } catch (error) {
      session.close();
      throw error;
    }
  }

  get isUsable(): boolean {
    return this.isAlive && !this.isWornOut;
  }

  private get isAlive(): boolean {
    return !this.isBroken && !this.connection.destroyed;
  }

  private get isWornOut(): boolean {
    return this.isWanted || this.messagesLeft <= 0 || performance.now() - this.openedAt > OLDEST_MS;
  }

  /** The socket, for who wants to say something that nodemailer has no words for. The session is lost to mail then. */
  takeSocket(): Socket {
    this.isBroken = true;
    return this.socket!;
  }

  send(mail: OutboundMail, handOver: HandOver, signal: AbortSignal): Promise<Sending> {
    const unspeakable = unspeakableIn(mail, extensionsOf(this.connection));
    if (unspeakable) return Promise.resolve({ failure: unspeakable, isStarted: false });
    this.messagesLeft -= 1;
    const body = new MessageBody(mail.content, handOver);
    return this.whileOpen(signal, async () => {
      try {
        return { receipt: toReceipt(await this.inTime(() => this.transmit(mail, body), this.patienceMs(mail))) };
      } catch (error) {
        await body.settled();
        if (body.refusal !== undefined) throw body.refusal;
        return { failure: toFailure(error as SmtpError, body.isHandedOver), isStarted: body.isStarted };
      } finally {
        if (body.isStarted && !body.isHandedOver) this.destroy();
      }
    });
  }

  /** Makes a session usable for the next message after a negative reply (RFC 5321 §4.1.1.5); `false`: it is broken. */
  reset(signal: AbortSignal): Promise<boolean> {
    return this.whileOpen(signal, () => this.inTime(() => this.saidReset(), this.timeoutMs));
  }

  private saidReset(): Promise<boolean> {
    return new Promise((resolve) => {
      if (!this.isUsable) return resolve(false);
      const broken = (): void => resolve(false);
      this.connection.once('error', broken);
      this.connection.reset((error) => {
        this.connection.removeListener('error', broken);
        resolve(!error);
      });
    });
  }

  close(): void {
    const isSpeakable = this.isAlive;
    this.isBroken = true;
    if (isSpeakable) this.socket?.write('QUIT\r\n');
    this.connection.close();
  }

  private heed(place: Admission): void {
    place.onWanted(() => (this.isWanted = true));
    place.signal.addEventListener('abort', () => this.cut(), { once: true });
    if (place.signal.aborted) this.cut();
  }

  /** Whatever was being said: nodemailer then fails whatever waits for an answer. */
  private cut(): void {
    this.isBroken = true;
    this.socket?.destroy(new Error('cut'));
  }

  /** Without the final dot a server never accepts (RFC 5321 §4.1.1.4), so this takes back what was not handed over. */
  private destroy(): void {
    this.isBroken = true;
    this.socket?.destroy();
    this.connection.close();
  }

  private transmit(mail: OutboundMail, body: MessageBody): Promise<SMTPConnectionSendInfo> {
    const envelope = {
      from: mail.reversePath ?? '',
      to: [mail.forwardPath],
      size: mail.content.length,
    };
    return new Promise((resolve, reject) => {
      this.connection.send(envelope, body, (error, info) => (error ? reject(error) : resolve(info)));
    });
  }

  /** Breaks the connection when the signal aborts: nodemailer then fails whatever waits for an answer. */
  private async whileOpen<T>(signal: AbortSignal, work: () => Promise<T>): Promise<T> {
    const abort = () => this.socket?.destroy(new Error('aborted'));
    signal.addEventListener('abort', abort, { once: true });
    if (signal.aborted) abort();
    try {
      return await work();
    } finally {
      signal.removeEventListener('abort', abort);
    }
  }

  private patienceMs({ content }: OutboundMail): number {
    return REPLIES * this.timeoutMs + content.length / SLOWEST_BYTES_PER_MS;
  }

  /** Who is late has been silent for too long, and nodemailer fails whatever waits for an answer. */
  private async inTime<T>(work: () => Promise<T>, patienceMs: number): Promise<T> {
    const late = setTimeout(() => this.socket?.emit('timeout'), patienceMs);
    try {
      return await work();
    } finally {
      clearTimeout(late);
    }
  }

  private get socket(): Socket | undefined {
    return this.connection._socket || undefined;
  }
}

/** What became of one message; `isStarted`: the server had said 354. */
export type Sending =
  | { readonly receipt: Receipt; readonly failure?: undefined }
  | { readonly failure: Failure; readonly isStarted: boolean; readonly receipt?: undefined };

function toReceipt({ response, serverMessageId }: SMTPConnectionSendInfo): Receipt {
  const providerMessageId = givenMessageId(serverMessageId);
  return {
    replyCode: replyCodeOf(response),
    said: redacted(response),
    ...(providerMessageId && { providerMessageId }),
  };
}
