import { Leases } from '@replyline/leases';
import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { Reading } from './reading.js';

/** How far a mailbox was read, as its server says it. */
@Injectable()
export class MailboxCursor {
  constructor(
    private readonly db: DataSource,
    private readonly leases: Leases,
  ) {}

  async of({ mailbox }: Reading): Promise<string | undefined> {
    const rows: { cursor: string | null }[] = await this.db.query(`SELECT cursor FROM mailbox WHERE mailbox = $1`, [
      mailbox,
    ]);
    return rows[0]?.cursor ?? undefined;
  }

  /** Not before everything that was listed is stored: a crash in between has it listed again. */
  moveOn(cursor: string, { mailbox, document, epoch }: Reading): Promise<void> {
    return this.db.transaction(async (tx) => {
      await this.leases.fence(tx, document, epoch);
      await tx.query(
        `INSERT INTO mailbox (mailbox, cursor) VALUES ($1, $2)
         ON CONFLICT (mailbox) DO UPDATE SET cursor = excluded.cursor`,
        [mailbox, cursor],
      );
    });
  }
}
