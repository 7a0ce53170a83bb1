import { jetstreamManager, type JsMsg } from '@nats-io/jetstream';
import type { EventContract } from '@replyline/contracts';
import { Logger } from '@nestjs/common';
import type { DeadLetters } from './dead-letters.js';
import type { NatsLink } from './nats-link.js';
import { bodyOf } from './read-event.js';

/** Why an event is put aside. */
export interface Unhandled {
  readonly contract: EventContract;
  readonly durable: string;
  readonly error: unknown;
}

/** Keeps what could not be handled: what must not be kept is in no dead letter, and on the stream no longer. */
export class PutAside {
  private readonly log = new Logger('Events');

  constructor(
    private readonly link: NatsLink,
    private readonly deadLetters: DeadLetters,
  ) {}

  /** Rejects when it could not be stored. */
  async keep(message: JsMsg, { contract, ...why }: Unhandled): Promise<void> {
    const keepable = contract.keepable(bodyOf(message.data));
    const payload = keepable === undefined ? message.data : new TextEncoder().encode(JSON.stringify(keepable));
    await this.deadLetters.record(message, { ...why, payload });
    if (keepable !== undefined) await this.erase(message);
  }

  /** It is refused all the same where this service may not erase, or the stream lets nothing be erased. */
  private async erase({ info: { stream }, seq }: JsMsg): Promise<void> {
    try {
      await (await jetstreamManager(this.link.connection)).streams.deleteMessage(stream, seq, true);
    } catch (err) {
      this.log.error({ stream, sequence: seq, err }, 'a secret in clear stays on the stream until it is too old');
    }
  }
}
