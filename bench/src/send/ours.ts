import { randomUUID } from 'node:crypto';
import { jetstream } from '@nats-io/jetstream';
import { connect, type NatsConnection } from '@nats-io/transport-node';
import { answered, configClient } from '@replyline/config-client';
import { NotificationRequestedV1 } from '@replyline/contracts';
import { until } from '@replyline/local-servers';
import { startStack, type Stack } from '@replyline/tools';
import pg from 'pg';

/** How many requests are on their way to the stream at a time. */
const WINDOW = 500;
/** Each look reads the whole table, beside what is measured: the clock of the database says how long it took. */
const LOOK_EVERY_MS = 500;

export interface Asking {
  readonly lane?: 'urgent' | 'normal' | 'bulk';
  readonly notBefore?: string;
}

/** outbound-mail with its own PostgreSQL and NATS, sending to the sink; the three services that it does not need are down. */
export class Ours {
  private constructor(
    readonly stack: Stack,
    private readonly nats: NatsConnection,
    readonly db: pg.Client,
  ) {}

  static async start(dir: string, sinkPort: number): Promise<Ours> {
    const stack = await startStack({ dir });
    await sendTo(stack, sinkPort);
    for (const name of ['conversation', 'inbound-reply', 'config'] as const) await stack.service(name).stop();
    const db = new pg.Client({ connectionString: stack.backends.database('outbound-mail') });
    await db.connect();
    return new Ours(stack, await connect({ servers: stack.backends.natsUrl }), db);
  }

  async stop(): Promise<void> {
    await this.db.end();
    await this.nats.close();
    await this.stack.stop();
  }

  /** Publishes that many mentions of one person. Resolves with the ids of the events once the stream has them. */
  async ask(mails: number, { lane = 'normal', notBefore }: Asking = {}): Promise<string[]> {
    const js = jetstream(this.nats);
    const ids: string[] = [];
    let left = mails;
    const worker = async () => {
      while (left-- > 0) {
        const event = NotificationRequestedV1.make(this.mention(lane, notBefore), { source: '/services/conversation' });
        await js.publish(NotificationRequestedV1.subjectOf(event), JSON.stringify(event));
        ids.push(event.id);
      }
    };
    await Promise.all(Array.from({ length: Math.min(WINDOW, mails) }, worker));
    return ids;
  }

  /** By the clock of the database; `undefined` before the mail of an event is sent. */
  async settledAt(eventId: string): Promise<Date | undefined> {
    const { rows } = await this.db.query<{ at: Date }>(
      `SELECT settled_at AS at FROM delivery WHERE state = 'sent'
       AND notification_id = (SELECT id FROM notification WHERE source = '/services/conversation' AND event_id = $1)`,
      [eventId],
    );
    return rows[0]?.at;
  }

  /** Resolves when that many deliveries are in a state. */
  inState(state: string, count: number, deadlineMs = 300_000): Promise<unknown> {
    return until(async () => (await this.count(state)) >= count, {
      deadlineMs,
      everyMs: LOOK_EVERY_MS,
      what: `${count} ${state}`,
    });
  }

  async count(state: string): Promise<number> {
    const { rows } = await this.db.query<{ count: number }>(
      `SELECT count(*)::int AS count FROM delivery WHERE state = $1`,
      [state],
    );
    return rows[0]!.count;
  }

  /** When the last of all was settled, or accepted if none was yet, in milliseconds since the epoch. */
  async doneAt(): Promise<number> {
    const { rows } = await this.db.query<{ at: Date }>(
      `SELECT coalesce((SELECT max(settled_at) FROM delivery), (SELECT max(accepted_at) FROM notification)) AS at`,
    );
    return rows[0]!.at.getTime();
  }

  async forget(): Promise<void> {
    await this.db.query(`TRUNCATE notification, delivery, attempt, outbox, inbox CASCADE`);
  }

  private mention(lane: NonNullable<Asking['lane']>, notBefore: string | undefined) {
    return {
      kind: 'mention' as const,
      lane,
      ...(notBefore !== undefined && { notBefore }),
      recipients: [{ userId: this.stack.people.alice.id }],
      threadId: randomUUID(),
      replyTo: { conversationId: randomUUID(), postId: randomUUID() },
      variables: {
        actorName: 'Bob',
        conversationName: 'Migration plan',
        postText: 'Can you look at this before noon?\nIt is about the plan for next week, and it will not take long.',
      },
    };
  }
}

async function sendTo({ service, people }: Stack, port: number): Promise<void> {
  const config = configClient({ baseUrl: service('config').url, token: people.admin.token });
  const { response } = await config.GET('/v1/sending-profiles/system');
  const header = { 'If-Match': response.headers.get('etag') ?? '' };
  const server = { kind: 'smtp' as const, host: '127.0.0.1', port, encryption: 'none' as const };
  const body = { ...server, authentication: 'none' as const, fromAddress: 'notifications@example.test' };
  await answered(config.PUT('/v1/sending-profiles/system', { params: { header, query: { require: 'none' } }, body }));
}
