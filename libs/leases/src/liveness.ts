import { randomUUID } from 'node:crypto';
import { Injectable, Logger, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import pg from 'pg';
import { DataSource } from 'typeorm';

/** The first half of every liveness lock; the second is the hash of the owner. */
const LIVENESS = 77;
const RECONNECT_MS = 250;

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
    });
    client.on('error', () => undefined);
    await client.connect();
    // A dead host, not only a dead process, is noticed in about eleven seconds.
    await client.query('SET tcp_keepalives_idle = 5; SET tcp_keepalives_interval = 2; SET tcp_keepalives_count = 3');
    await client.query('SELECT pg_advisory_lock($1, hashtext($2))', [LIVENESS, this.name]);
    client.on('end', () => void this.reconnect());
    this.client = client;
    this.isShown = true;
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
