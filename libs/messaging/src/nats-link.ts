import { AuthorizationError, connect, type NatsConnection } from '@nats-io/transport-node';
import { brokerAddressOf, inboxPrefixOf } from '@replyline/contracts';
import { Failure } from '@replyline/errors';
import { Injectable, Logger, type OnApplicationShutdown } from '@nestjs/common';

const REACH_TIMEOUT_MS = 2_000;
/** While the broker is away the log says so often why. The client tries more often, and does not say. */
const SAY_WHY_MS = 30_000;

/** The one connection of a service to NATS. It reconnects for ever: a broker that restarts is an everyday event. */
@Injectable()
export class NatsLink implements OnApplicationShutdown {
  private readonly logger = new Logger('NATS');
  private connected = true;
  private readonly told: (() => void)[] = [];
  private asking: NodeJS.Timeout | undefined;

  constructor(
    readonly connection: NatsConnection,
    private readonly reach: () => Promise<void>,
    private readonly sayWhyMs: number,
  ) {
    void this.narrate();
  }

  /**
   * Resolves when one of the servers lets the service in. Throws `service.login_refused`, and what the network says:
   * `open` would wait without a limit for a broker that is away, and ends at once where its login is refused.
   */
  static async reach(servers: string, name: string): Promise<void> {
    const once = { ...brokerAddressOf(servers), name, reconnect: false, timeout: REACH_TIMEOUT_MS };
    await (await connect(once).catch(asRefusal)).close();
  }

  /** Waits for the broker when it is not there yet. `name` is what the broker's operator sees. */
  static async open(servers: string, name: string, sayWhyMs = SAY_WHY_MS): Promise<NatsLink> {
    const connection = await connect({
      ...brokerAddressOf(servers),
      name,
      inboxPrefix: inboxPrefixOf(name),
      maxReconnectAttempts: -1,
      // A broker may be told the passwords late, or wrongly for a while.
      ignoreAuthErrorAbort: true,
      reconnectTimeWait: 250,
      reconnectJitter: 250,
      waitOnFirstConnect: true,
      // A dead peer is noticed after two missed pings.
      pingInterval: 5_000,
      maxPingOut: 2,
    });
    return new NatsLink(connection, () => NatsLink.reach(servers, name), sayWhyMs);
  }

  isConnected(): boolean {
    return this.connected && !this.connection.isClosed();
  }

  /** Calls each time the broker is there again. */
  onReconnect(tell: () => void): void {
    this.told.push(tell);
  }

  async onApplicationShutdown(): Promise<void> {
    // Without a broker there is nobody to drain to, and the connection would try again for ever.
    await (this.isConnected() ? this.connection.drain() : this.connection.close());
  }

  private async narrate(): Promise<void> {
    for await (const status of this.connection.status()) {
      const { type } = status;
      // What a user may not publish is refused after it was said: nobody who waits for an answer learns why none comes.
      if (status.type === 'error') this.logger.warn({ err: status.error }, 'broker: refused');
      if (type === 'disconnect') this.lose();
      if (type === 'reconnect') this.connected = true;
      if (type === 'disconnect' || type === 'reconnect') this.logger.warn(`broker: ${type}`);
      if (type === 'reconnect') this.told.forEach((tell) => tell());
    }
    clearInterval(this.asking);
  }

  private lose(): void {
    this.connected = false;
    this.asking ??= setInterval(() => void this.sayWhy(), this.sayWhyMs).unref();
  }

  /** A certificate that has expired, or a password that was changed, looks like a broker that is away. */
  private async sayWhy(): Promise<void> {
    if (!this.isConnected()) {
      return this.reach().catch((err: unknown) => this.logger.warn({ err }, 'broker: cannot be reached'));
    }
    clearInterval(this.asking);
    this.asking = undefined;
  }
}

function asRefusal(cause: unknown): never {
  if (!(cause instanceof AuthorizationError)) throw cause;
  throw new Failure('service.login_refused', { part: 'NATS', variable: 'NATS_URL' }, { cause });
}
