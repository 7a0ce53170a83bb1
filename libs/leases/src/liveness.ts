import { randomUUID } from 'node:crypto';
import { setTimeout as elapse } from 'node:timers/promises';
import { Injectable, Logger, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import pg from 'pg';
import { DataSource } from 'typeorm';

/** The first half of every liveness lock; the second is the hash of the owner. */
const LIVENESS = 77;
const RECONNECT_MS = 250;
/**
 * Nothing else is ever said on this connection, so that nobody would notice that it is gone: how often it is asked for a
 * sign, and for how long it may be silent. Together less than the time in which PostgreSQL gives a host up.
 */
const ASK_MS = 2_000;
const SILENCE_MS = 7_500;
/**
 * A dead host, not only a dead process, is noticed in about eleven seconds, also while it owes a sign that it has heard
 * an answer.
 */
const NOTICED_SOON = `
  SET tcp_keepalives_idle = 5;
  SET tcp_keepalives_interval = 2;
  SET tcp_keepalives_count = 3;
  SET tcp_user_timeout = '11s'`;

/** SQL that is true when the process named in `column` is gone. Takes a lock until the end of the transaction if so. */
export const isGone = (column: string): string => `pg_try_advisory_xact_lock(${LIVENESS}, hashtext(${column}::text))`;

/**
 * Shows the other replicas that this process lives: a connection of its own holds an advisory lock, which PostgreSQL
 * lets go the moment the process is gone. So what a killed process held is taken over in milliseconds.
 */
@Injectable()
export class Liveness implements OnModuleInit, OnApplicationShutdown {
  private readonly logger = new Logger('Liveness');
  private readonly mourners = new Set<() => void>();
  private client?: pg.Client;
  private name = randomUUID();
  private stopping = false;
  private isShown = false;

  constructor(private readonly db: DataSource) {}

  /** Who this process is. Another one after the connection was lost, because others may have taken over by then. */
  get owner(): string {
    return this.name;
  }

  /** Whether the others can see that the process of this name lives. */
  get isAlive(): boolean {
    return this.isShown;
  }

  async onModuleInit(): Promise<void> {
    await this.connect();
  }

  async onApplicationShutdown(): Promise<void> {
    this.stopping = true;
    await this.client?.end().catch(() => undefined);
  }

  /** Calls back when the connection is lost: from now on others may take what is held. Returns how to stop listening. */
  onLost(lost: () => void): () => void {
    this.mourners.add(lost);
    return () => this.mourners.delete(lost);
  }

  private async connect(): Promise<void> {
    const client = new pg.Client({
      connectionString: (this.db.options as { url?: string }).url,
      keepAlive: true,
      application_name: 'liveness',
      connectionTimeoutMillis: SILENCE_MS,
      query_timeout: SILENCE_MS,
    });
    client.on('error', () => undefined);
    await this.show(client).catch((error: unknown) => {
      hangUp(client);
      throw error;
    });
    client.on('end', () => void this.reconnect());
    this.client = client;
    this.isShown = true;
    void untilSilent(client).then(() => hangUp(client));
  }

  private async show(client: pg.Client): Promise<void> {
    await client.connect();
    await client.query(NOTICED_SOON);
    await client.query('SELECT pg_advisory_lock($1, hashtext($2))', [LIVENESS, this.name]);
  }

  private async reconnect(): Promise<void> {
    this.isShown = false;
    if (this.stopping) return;
    this.name = randomUUID();
    this.logger.warn('connection lost, dropping everything held');
    for (const lost of this.mourners) lost();
    while (!this.stopping) {
      try {
        return await this.connect();
      } catch {
        await new Promise((resume) => setTimeout(resume, RECONNECT_MS));
      }
    }
  }
}

async function untilSilent(client: pg.Client): Promise<void> {
  try {
    for (;;) {
      await elapse(ASK_MS, undefined, { ref: false });
      await client.query('SELECT 1');
    }
  } catch {
    // Whether it broke or says nothing any more: it is over.
  }
}

/** Not awaited: a server that answers nothing does not answer this either. */
const hangUp = (client: pg.Client): void => void client.end().catch(() => undefined);
