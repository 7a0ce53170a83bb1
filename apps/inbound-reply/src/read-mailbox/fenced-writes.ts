import { Leases } from '@replyline/leases';
import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import type { Reading } from './reading.js';

/**
 * What the reader of a mailbox writes: none of it counts once another one reads there, for instance because this one
 * was frozen.
 */
@Injectable()
export class FencedWrites {
  constructor(
    private readonly db: DataSource,
    private readonly leases: Leases,
  ) {}

  /** One transaction. Throws `lease.lost`, and writes nothing, when another one reads the mailbox. */
  in<T>({ document, epoch }: Reading, work: (tx: EntityManager) => Promise<T>): Promise<T> {
    return this.db.transaction(async (tx) => {
      await this.leases.fence(tx, document, epoch);
      return work(tx);
    });
  }
}
