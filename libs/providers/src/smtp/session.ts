import type { Socket } from 'node:net';
import { Failure } from '@replyline/errors';
import SMTPConnection, { type SMTPConnectionSendInfo } from 'nodemailer/lib/smtp-connection';
import { admitted, unlimited, type Admission } from '../admission.js';
import { givenMessageId } from '../given-message-id.js';
import type { HandOver, OutboundMail, Receipt } from '../provider.js';
import type { Pooled } from '../pool.js';
import { addressesOf, openSocket, unlessAborted } from './connect.js';
import { toFailure } from './errors.js';
import { logIn } from './log-in.js';
import { MessageBody } from './message-body.js';
import { connectionOptions, type SmtpAccess } from './settings.js';
import { redacted, replyCodeOf, type SmtpError } from './reply.js';
import { silent, type Trace } from './trace.js';

/**
 * Exim closes a connection after this many messages, others after fewer: then the next mail goes over another one. Each
 * new connection costs its place a moment. Not all connections end in the same moment.
 */
const MOST_MESSAGES = 1_000;
const SPREAD = 300;
/** A server that is moved, or whose certificate is taken back, is noticed at the latest then. */
const OLDEST_MS = 5 * 60_000;

/** One authenticated connection, ready for mail. */
export class SmtpSession implements Pooled {
  private readonly openedAt = performance.now();
  private messagesLeft = MOST_MESSAGES - Math.floor(Math.random() * SPREAD);
  private isBroken = false;
  private isWanted = false;

  private constructor(private readonly connection: SMTPConnection) {
    // A connection may fail while nobody waits for anything; the listener keeps that from ending the process.
    connection.on('error', () => (this.isBroken = true));
    connection.on('end', () => (this.isBroken = true));
  }

  /** Resolves when the server is ready for mail: connected, protected as the settings ask, and logged in. */
  static async open(access: SmtpAccess, signal: AbortSignal, trace: Trace = silent): Promise<SmtpSession> {
    const { host, port, timeoutSeconds } = access.settings;
    const { allowLinkLocal } = access;
    const where = { host, port, timeoutMs: timeoutSeconds * 1_000, allowLinkLocal };
    const addresses = await addressesOf(where, signal);
    trace.done('dns', addresses.join(', '));
    const place = await admitted(access.admit ?? unlimited, signal);
    const socket = await openSocket(addresses, where, signal).catch((error: unknown) => {
      place.release();
      throw error;
    });
    socket.once('close', () => place.release());
    trace.done('tcp', `${socket.remoteAddress}:${socket.remotePort}`);
    const connection = new SMTPConnection({ ...connectionOptions(access), ...trace.options, connection: socket });
    const session = new SmtpSession(connection);
    session.heed(place);
    try {
      await session.whileOpen(signal, () => session.shakeHands(access, trace, signal));
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
    const unspeakable = this.unspeakable(mail);
    if (unspeakable) return Promise.resolve({ failure: unspeakable, isStarted: false });
    this.messagesLeft -= 1;
    const body = new MessageBody(mail.content, handOver);
    return this.whileOpen(signal, async () => {
      try {
        return { receipt: toReceipt(await this.transmit(mail, body)) };
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
  reset(): Promise<boolean> {
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

  private async shakeHands(access: SmtpAccess, trace: Trace, signal: AbortSignal): Promise<void> {
    await this.connected();
    trace.connected(this.connection);
    const { user, encryption } = access.settings;
    if (user === undefined) return;
    if (encryption !== 'none' && !this.connection.secure)
      throw new Failure('provider.tls_not_offered', { step: 'tls' });
    // nodemailer would go on without logging in.
    if (!this.connection.allowsAuth)
      throw new Failure('provider.authentication_unavailable', { step: 'authentication' });
    // A token may be long in coming; whoever gives up does not wait for it.
    await unlessAborted(logIn(this.connection, user, access), signal).catch((error: unknown) => {
      throw error instanceof Failure ? error : new Failure('provider.unavailable', { step: 'authentication' });
    });
    trace.done('authentication', this.connection.lastServerResponse || '');
  }

  private connected(): Promise<void> {
    return new Promise((resolve, reject) => {
      this.connection.once('error', (error: SmtpError) => reject(toFailure(error)));
      this.connection.connect((error) => (error ? reject(toFailure(error)) : resolve()));
    });
  }

  /** Of the two addresses the one that this server cannot be told (RFC 6531 §3.2); nodemailer would say it all the same. */
  private unspeakable({ reversePath, forwardPath }: OutboundMail): Failure | undefined {
    // Its types leave out what the server has said of itself.
    const { _supportedExtensions: can } = this.connection as unknown as { readonly _supportedExtensions: string[] };
    if (can.includes('SMTPUTF8')) return undefined;
    const enhancedCode = NOT_ASCII_HERE;
    if (!isAscii(forwardPath)) return new Failure('provider.recipient_refused', { step: 'recipient', enhancedCode });
    if (!isAscii(reversePath ?? '')) return new Failure('provider.sender_refused', { step: 'sender', enhancedCode });
    return undefined;
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

  private get socket(): Socket | undefined {
    return this.connection._socket || undefined;
  }
}

/** RFC 6531 §3.2: the server takes no address outside of ASCII. */
const NOT_ASCII_HERE = '5.6.7';
const isAscii = (address: string): boolean => /^[\x20-\x7e]*$/.test(address);

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
