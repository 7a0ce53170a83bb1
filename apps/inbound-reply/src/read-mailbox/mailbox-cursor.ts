import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { FencedWrites } from './fenced-writes.js';
import type { Reading } from './reading.js';

/** How far a mailbox was read, as its server says it. */
@Injectable()
export class MailboxCursor {
  constructor(
    private readonly db: DataSource,
    private readonly writes: FencedWrites,
  ) {}

  async of({ mailbox }: Reading): Promise<string | undefined> {
    const rows: { cursor: string | null }[] = await this.db.query(`SELECT cursor FROM mailbox WHERE mailbox = $1`, [
      mailbox,
    ]);
    return rows[0]?.cursor ?? undefined;
  }

  /** Not before everything that was listed is stored: a crash in between has it listed again. */
  moveOn(cursor: string, reading: Reading): Promise<void> {
    return this.writes.in(reading, (tx) =>
      tx.query(
        `INSERT INTO mailbox (mailbox, cursor) VALUES ($1, $2)
         ON CONFLICT (mailbox) DO UPDATE SET cursor = excluded.cursor`,
        [reading.mailbox, cursor],
      ),
    );
  }
}
