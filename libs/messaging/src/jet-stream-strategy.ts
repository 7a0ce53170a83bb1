import { jetstream, type ConsumerMessages, type JsMsg } from '@nats-io/jetstream';
import type { Msg, Subscription } from '@nats-io/transport-node';
import { streamOf, type EventContract, type RequestContract } from '@replyline/contracts';
import { Failure } from '@replyline/errors';
import { Injectable, Logger } from '@nestjs/common';
import { Server, type CustomTransportStrategy, type MessageHandler } from '@nestjs/microservices';
import { lastValueFrom } from 'rxjs';
import { answerTo } from './answer-to.js';
import { ensureStreams } from './bootstrap.js';
import type { Extras } from './consume.js';
import { DeadLetters } from './dead-letters.js';
import { ACK_WAIT_MS, ensureConsumer } from './ensure-consumer.js';
import { NatsLink } from './nats-link.js';
import { PutAside, type Unhandled } from './put-aside.js';
import { readEvent, type Travelled } from './read-event.js';
import { PARK_AGAIN_MS, settle, type Settlement } from './settlement.js';

type Handle = (input: unknown) => Promise<unknown>;

/** What handles the events of one durable. */
interface Consumer {
  readonly durable: string;
  readonly contract: EventContract;
  readonly filter: string;
  readonly handle: Handle;
}

/** What arrivals have and their type does not name. */
interface Subscribed {
  readonly sub: Subscription;
}

/** How many events one replica asks for at a time. */
const BATCH = 64;

/** Carries events and requests to Nest's handlers. Nest's own NATS transport has no JetStream, so nothing is acknowledged. */
@Injectable()
export class JetStreamStrategy extends Server implements CustomTransportStrategy {
  override readonly transportId = Symbol.for('JETSTREAM');
  private readonly log = new Logger('Events');
  private readonly consumers = new Map<string, Consumer>();
  private readonly arrivals = new Set<ConsumerMessages>();
  private readonly inHand = new Set<Promise<void>>();
  private readonly putAside: PutAside;
  private closing = false;

  constructor(
    private readonly link: NatsLink,
    deadLetters: DeadLetters,
  ) {
    super();
    this.putAside = new PutAside(link, deadLetters);
  }

  /** Resolves once every consumer exists and is listening. */
  async listen(callback: (error?: unknown) => void): Promise<void> {
    try {
      for (const handler of this.messageHandlers.values()) await this.attach(handler);
      // Who is ready can be asked: a subscription counts from when the broker has it.
      await this.link.connection.flush();
      callback();
    } catch (error) {
      callback(error);
    }
  }

  /** Takes nothing more, and resolves once what was taken is finished. */
  async close(): Promise<void> {
    this.closing = true;
    await Promise.allSettled([...this.arrivals].map((arrivals) => this.end(arrivals)));
    await Promise.allSettled(this.inHand);
  }

  on(): never {
    throw new Error('the strategy has no events of its own');
  }

  unwrap<T>(): T {
    return this.link.connection as T;
  }

  /**
   * Handles an event as if it had just been delivered to this durable, without NATS. Throws what its handler throws, and
   * `event.no_consumer` when this service has none of that name.
   */
  async handle(durable: string, event: Travelled): Promise<void> {
    const consumer = this.consumers.get(durable);
    if (!consumer) throw new Failure('event.no_consumer');
    await consumer.handle(readEvent(event, consumer.contract));
  }

  private async attach(handler: MessageHandler): Promise<void> {
    const extras = handler.extras as Extras;
    const handle: Handle = async (input) =>
      lastValueFrom(this.transformToObservable(await handler(input)), { defaultValue: undefined });
    if ('request' in extras) return this.answer(extras.request, handle);
    const consumer: Consumer = { ...extras, handle };
    await this.ensure(consumer);
    this.consumers.set(consumer.durable, consumer);
    void this.consume(consumer);
  }

  private async ensure({ durable, contract, filter }: Consumer): Promise<void> {
    await ensureConsumer(this.link.connection, streamOf(contract.type), durable, filter);
  }

  private async makeAnew(it: Consumer): Promise<void> {
    // Of streams that cannot be made, each would keep the consumers of all others away.
    await this.ensure(it).catch(async () => {
      await ensureStreams(this.link.connection);
      await this.ensure(it);
    });
  }

  private answer(request: RequestContract, handle: Handle): void {
    this.link.connection.subscribe(request.subject, {
      queue: request.subject,
      callback: (_error, message) => this.track(this.reply(message, request, handle)),
    });
  }

  private async reply(message: Msg, request: RequestContract, handle: Handle): Promise<void> {
    const tell = (error: unknown) =>
      this.log.error({ subject: request.subject, err: error }, 'a question could not be answered');
    message.respond(JSON.stringify(await answerTo(message, request, handle, tell)));
  }

  /** Listens again whenever the arrivals end, which they do when a consumer or its stream is gone: both are made anew. */
  private async consume(it: Consumer): Promise<void> {
    const { durable } = it;
    const stream = streamOf(it.contract.type);
    while (!this.closing) {
      try {
        const consumer = await jetstream(this.link.connection).consumers.get(stream, durable);
        // The client would wait for somebody else to make what is missing, and say nothing.
        const arrivals = await consumer.consume({ max_messages: BATCH, abort_on_missing_resource: true });
        await this.hear(arrivals, it);
      } catch (error) {
        if (this.closing) return;
        this.log.warn({ durable, err: error }, 'consumer interrupted, listening again');
        await new Promise((resume) => setTimeout(resume, 500));
        await this.makeAnew(it).catch((fault: unknown) =>
          this.log.warn({ durable, err: fault }, 'a consumer could not be made anew, trying again'),
        );
      }
    }
  }

  private async hear(arrivals: ConsumerMessages, it: Consumer): Promise<void> {
    this.arrivals.add(arrivals);
    try {
      if (this.closing) await this.end(arrivals);
      for await (const message of arrivals) this.track(this.dispatch(message, it));
    } finally {
      this.arrivals.delete(arrivals);
    }
  }

  /** Closed at once, they would drop what the broker has sent already, and nobody would get that for half a minute. */
  private async end(arrivals: ConsumerMessages): Promise<void> {
    // Without a broker nothing is on its way, and a drain would wait for it.
    if (this.link.isConnected()) await (arrivals as unknown as Subscribed).sub.drain().catch(() => undefined);
    await arrivals.close();
  }

  private track(work: Promise<void>): void {
    const tracked = work.catch((error: unknown) => this.log.error({ err: error }, 'an event could not be settled'));
    this.inHand.add(tracked);
    void tracked.finally(() => this.inHand.delete(tracked));
  }

  private async dispatch(message: JsMsg, { durable, contract, handle }: Consumer): Promise<void> {
    const heartbeat = setInterval(() => message.working(), ACK_WAIT_MS / 3);
    try {
      await handle(readEvent(message, contract));
      message.ack();
    } catch (error) {
      const settlement = settle(error, message.info.deliveryCount);
      this.log.warn({ durable, sequence: message.seq, settlement, err: error }, 'an event was not handled');
      await this.carryOut(settlement, message, { contract, durable, error });
    } finally {
      clearInterval(heartbeat);
    }
  }

  private async carryOut(it: Settlement, message: JsMsg, why: Unhandled): Promise<void> {
    if (it.kind === 'ack') return message.ack();
    if (it.kind === 'nak') return message.nak(it.delayMs);
    if (it.kind === 'term') return message.term();
    try {
      await this.putAside.keep(message, why);
      message.term();
    } catch (error) {
      this.log.error({ durable: why.durable, err: error }, 'a dead letter could not be stored, trying again');
      message.nak(PARK_AGAIN_MS);
    }
  }
}
