import { jetstream } from '@nats-io/jetstream';
import { connect, headers, type NatsConnection } from '@nats-io/transport-node';
import {
  inboxPrefixOf,
  type Attachment,
  NotificationCancelV1,
  NotificationRequestedV1,
  type EventContract,
  MAX_EVENT_BYTES,
} from '@replyline/contracts';
import { Failure } from '@replyline/errors';
import { brokerOf, unreached } from './broker-of.js';
import { putFile, type NamedFile } from './put-file.js';
import { cancellationOf, type Cancellation, type Notification } from './notification.js';

export interface NotifierOptions {
  /**
   * `nats://host:4222`, several with commas between, with user and password where `password` is not given. With `tls://`
   * nothing is said to a broker that offers no TLS.
   */
  readonly servers: string;
  /** The name under which config knows this service, and its user on NATS. */
  readonly publisher: string;
  readonly password?: string;
  /** How long the stream may take to say that it has an event. */
  readonly timeoutMs?: number;
}

const TIMEOUT_MS = 5_000;
const CONTRACTS: Readonly<Record<string, EventContract>> = {
  [NotificationRequestedV1.type]: NotificationRequestedV1,
  [NotificationCancelV1.type]: NotificationCancelV1,
};

/** Gives requests for notifications to the stream. It reconnects for ever. */
export class Notifier {
  private constructor(
    private readonly connection: NatsConnection,
    private readonly publisher: string,
    private readonly timeoutMs: number,
  ) {}

  /** Rejects with the reason and where it was asked, when nobody answers there, or the password is wrong. */
  static async connect({ servers, publisher, password, timeoutMs }: NotifierOptions): Promise<Notifier> {
    const broker = brokerOf(servers);
    const connection = await connect({
      ...broker,
      name: publisher,
      inboxPrefix: inboxPrefixOf(publisher),
      maxReconnectAttempts: -1,
      // A broker may be told the passwords late, or wrongly for a while; the client gives up at the second refusal.
      ignoreAuthErrorAbort: true,
      ...(password !== undefined && { user: publisher, pass: password }),
    }).catch(unreached(broker));
    return new Notifier(connection, publisher, timeoutMs ?? TIMEOUT_MS);
  }

  /**
   * Resolves once the stream has the event on its disk; until then it has to be published again. The same event twice
   * is one: outbound-mail knows it by its source and id. It has no `Nats-Msg-Id`, because the stream would take an id
   * that another publisher has used for a repeat. Rejects when the broker does not answer in time or does not let this
   * publisher say it, and with `contract.event_too_large`, which no stream takes.
   */
  async publish(event: Notification | Cancellation): Promise<void> {
    const contract = CONTRACTS[event.type]!;
    const payload = JSON.stringify(event);
    const sizeBytes = Buffer.byteLength(payload);
    if (sizeBytes > MAX_EVENT_BYTES) throw new Failure('contract.event_too_large', { type: event.type, sizeBytes });
    const sent = headers();
    sent.set('Content-Type', 'application/cloudevents+json; charset=UTF-8');
    if (event.traceparent) sent.set('traceparent', event.traceparent);
    await jetstream(this.connection).publish(contract.subjectOf(event), payload, {
      headers: sent,
      timeout: this.timeoutMs,
    });
  }

  /**
   * Puts a file where outbound-mail finds it, and resolves with what to write into `attachments` of a request once the
   * broker has all of it. The same content is the same object, however often it is given. It lasts for 14 days.
   *
   * Rejects with `contract.invalid_event` when a mail may not carry it, by its name, its media type or its size; and
   * when the broker does not answer or has no room.
   */
  attach(file: NamedFile, content: Uint8Array | AsyncIterable<Uint8Array>): Promise<Attachment> {
    const { publisher, timeoutMs } = this;
    return putFile({ connection: this.connection, publisher, timeoutMs }, file, content);
  }

  /** Takes back what no mail server has taken yet. */
  cancel(notification: Notification): Promise<void> {
    return this.publish(cancellationOf(notification));
  }

  /** Resolves when everything that was published has left. */
  close(): Promise<void> {
    return this.connection.drain();
  }
}
