import type { Client, Pool } from 'pg';
import type { DataSource } from 'typeorm';
import { isWritable } from './only-reads.js';

/** Sooner than a check of readiness is given up. */
const PATIENCE_MS = 1_000;
/** What a server says that has written (PostgreSQL §55.7, CommandComplete). One that only reads refuses them. */
const WRITTEN = /^(?:INSERT|UPDATE|DELETE) /;

/**
 * Knows whether PostgreSQL takes what is written, also while all connections of the pool are at work: whoever has to catch up
 * after an outage is busy for a while, and would say that PostgreSQL is away when it is not.
 */
export class WriteWatch {
  private writtenAt = -Infinity;
  private readonly watched = new WeakSet<Client>();

  constructor(private readonly db: DataSource) {
    (db.driver as unknown as { readonly master: Pool }).master.on('acquire', (client) => this.over(client as Client));
  }

  /** Asks, and where its turn does not come, hears what others were answered meanwhile. */
  async isWritable(): Promise<boolean> {
    const from = performance.now();
    const asked = isWritable(this.db);
    const isBusy = await Promise.race([asked.then(() => false), elapsed(PATIENCE_MS)]);
    return (isBusy && this.writtenAt >= from) || asked;
  }

  private over(client: Client): void {
    if (this.watched.has(client)) return;
    this.watched.add(client);
    client.connection.on('commandComplete', ({ text }: { readonly text: string }) => {
      if (WRITTEN.test(text)) this.writtenAt = performance.now();
    });
  }
}

const elapsed = (ms: number): Promise<true> =>
  new Promise((resolve) => {
    setTimeout(() => resolve(true), ms).unref();
  });
