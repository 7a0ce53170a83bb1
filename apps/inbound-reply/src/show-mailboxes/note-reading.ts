import { hostname } from 'node:os';
import { Leases } from '@replyline/leases';
import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { Clock } from '../clock.js';
import type { Reading } from '../read-mailbox/reading.js';

/** A mailbox of IMAP is visited at each announcement: that it was read is written no more often than people look. */
const NOTE_MS = 30_000;

/** The instance, as those who run it know it: the name of its pod or host, and its process there. */
export const READER = `${hostname()}/${process.pid}`;

/** Notes who reads a mailbox, when it was read last, and how much there was, for the operator who asks. */
@Injectable()
export class NoteReading {
  /** By mailbox: when a term of reading was noted last. */
  private readonly noted = new Map<string, { readonly epoch: number; readonly at: number }>();

  constructor(
    private readonly db: DataSource,
    private readonly leases: Leases,
    private readonly clock: Clock,
  ) {}

  /** New mail was found, which is fetched now. */
  async found(reading: Reading, mails: number): Promise<void> {
    if (mails === 0) return;
    this.noted.delete(reading.mailbox);
    await this.write(reading, `listed_at = $4, listed = $5`, [mails]);
  }

  /** Nothing is left in it that is to be fetched. */
  async read(reading: Reading): Promise<void> {
    const at = this.clock.now().getTime();
    const before = this.noted.get(reading.mailbox);
    if (before?.epoch === reading.epoch && at - before.at < NOTE_MS) return;
    await this.write(reading, `read_at = $4, listed = NULL, listed_at = NULL`);
    this.noted.set(reading.mailbox, { epoch: reading.epoch, at });
  }

  private async write({ mailbox, document, epoch }: Reading, what: string, more: unknown[] = []): Promise<void> {
    await this.db.transaction(async (tx) => {
      await this.leases.fence(tx, document, epoch);
      await tx.query(`INSERT INTO mailbox (mailbox) VALUES ($1) ON CONFLICT DO NOTHING`, [mailbox]);
      await tx.query(`UPDATE mailbox SET reader = $2, reader_epoch = $3, ${what} WHERE mailbox = $1`, [
        ...[mailbox, READER, epoch, this.clock.now()],
        ...more,
      ]);
    });
  }
}
