import {
  createInbox,
  headers as natsHeaders,
  PermissionViolationError,
  type Msg,
  type NatsConnection,
} from '@nats-io/transport-node';
import { inboxPrefixOf } from '@replyline/contracts';
import { Inject, Injectable } from '@nestjs/common';
import { SERVICE_NAME } from './dead-letters.js';
import { NatsLink } from './nats-link.js';

export interface Publication {
  /** A stream takes it once, however often it is published. */
  readonly dedupeId: string;
  readonly subject: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly payload: string;
}

interface Waiting {
  readonly subject: string;
  end(error?: Error): void;
}

const TIMEOUT_MS = 5_000;
/** What NATS answers when nobody listens (ADR-31 of NATS). */
const NO_RESPONDERS = 503;

/**
 * Publishes to streams and waits for each answer. JetStream's own client makes three errors with their stacks for
 * each event, in case one of them is needed; everything that a service says goes this way.
 */
@Injectable()
export class StreamPublisher {
  private readonly waiting = new Map<string, Waiting>();
  private inbox: string | undefined;
  private count = 0;

  constructor(
    private readonly link: NatsLink,
    @Inject(SERVICE_NAME) private readonly service: string,
  ) {}

  /** Resolves once a stream has stored it. */
  publish({ dedupeId, subject, headers, payload }: Publication): Promise<void> {
    if (!this.link.isConnected()) return Promise.reject(new Error('the broker is away'));
    return new Promise((resolve, reject) => {
      const all = natsHeaders();
      for (const [name, value] of Object.entries(headers)) all.set(name, value);
      all.set('Nats-Msg-Id', dedupeId);
      const reply = `${this.listening()}.${(this.count += 1)}`;
      const end = (error?: Error) => {
        clearTimeout(timer);
        this.waiting.delete(reply);
        if (error) reject(error);
        else resolve();
      };
      const timer = setTimeout(() => end(new Error('no stream has answered in time')), TIMEOUT_MS);
      this.waiting.set(reply, { subject, end });
      try {
        this.link.connection.publish(subject, payload, { headers: all, reply });
      } catch (error) {
        end(error as Error);
      }
    });
  }

  /** One subscription for all answers, from the first event on. */
  private listening(): string {
    if (this.inbox === undefined) {
      const { connection } = this.link;
      this.inbox = createInbox(inboxPrefixOf(this.service));
      connection.subscribe(`${this.inbox}.*`, { callback: (_error, answer) => this.heard(answer) });
      void this.heedTrouble(connection);
    }
    return this.inbox;
  }

  private heard(answer: Msg): void {
    this.waiting.get(answer.subject)?.end(whyNot(answer));
  }

  /** NATS does not answer what may not be said: it tells the connection. And a connection that breaks takes answers with it. */
  private async heedTrouble(connection: NatsConnection): Promise<void> {
    for await (const status of connection.status()) {
      if (status.type === 'disconnect') this.fail(() => true, new Error('the broker is gone'));
      if (status.type !== 'error' || !(status.error instanceof PermissionViolationError)) continue;
      const refused = status.error;
      if (refused.operation === 'publish') this.fail(({ subject }) => subject === refused.subject, refused);
    }
  }

  private fail(isMeant: (it: Waiting) => boolean, error: Error): void {
    for (const it of [...this.waiting.values()].filter(isMeant)) it.end(error);
  }
}

interface Answer {
  readonly stream?: string;
  readonly error?: { readonly description?: string; readonly err_code?: number };
}

/** `undefined`: it is stored, or was already. */
function whyNot(message: Msg): Error | undefined {
  if (message.headers?.code === NO_RESPONDERS) return new Error('no stream listens');
  const { stream, error } = answerIn(message);
  if (error) return new Error(`JetStream: ${error.description ?? ''} (${error.err_code ?? 'no code'})`);
  return stream ? undefined : new Error('JetStream gave an answer that is none');
}

function answerIn(message: Msg): Answer {
  try {
    return message.json<Answer>();
  } catch {
    return {};
  }
}
