import { MailboxUnhealthyV1 } from '@replyline/contracts';
import { codeOf, type Failure } from '@replyline/errors';
import { Outbox } from '@replyline/messaging';
import { Injectable, Logger } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Clock } from '../clock.js';
import { SOURCE } from '../source.js';
import { FencedWrites } from './fenced-writes.js';
import type { Reading } from './reading.js';

/** Says once that the mailbox cannot be read, and why; and again when the reason changes. */
@Injectable()
export class MailboxHealth {
  private readonly logger = new Logger('Mailbox');
  /** By mailbox, so that a visit in which nothing has changed writes nothing. */
  private readonly reported = new Map<string, string>();
  /** What works less well than it should, though the mailbox is read. It begins anew with each term of reading. */
  private readonly flaws = new WeakMap<Reading, Failure>();

  constructor(
    private readonly writes: FencedWrites,
    private readonly outbox: Outbox,
    private readonly clock: Clock,
  ) {}

  /** It was read: what is flawed all the same is reported instead. */
  healthy(reading: Reading): Promise<void> {
    return this.report(reading, this.flaws.get(reading)?.code ?? null);
  }

  flawed(reading: Reading, flaw: Failure): void {
    this.flaws.set(reading, flaw);
  }

  flawless(reading: Reading): void {
    this.flaws.delete(reading);
  }

  unhealthy(reading: Reading, error: unknown): Promise<void> {
    this.logger.warn({ mailbox: reading.mailbox, err: error }, 'the mailbox cannot be read');
    return this.report(reading, codeOf(error));
  }

  /** What was reported stands in the database, so that the next reader does not say it again. */
  private async report(reading: Reading, trouble: string | null): Promise<void> {
    const report = JSON.stringify([reading, trouble]);
    if (report === this.reported.get(reading.mailbox)) return;
    await this.writes.in(reading, async (tx) => {
      const isNews = await this.write(tx, reading.mailbox, trouble);
      if (!isNews || trouble === null) return;
      const data = { mailbox: reading.document, code: trouble };
      await this.outbox.add(tx, MailboxUnhealthyV1.make(data, { source: SOURCE }));
    });
    this.reported.set(reading.mailbox, report);
  }

  private async write(tx: EntityManager, mailbox: string, trouble: string | null): Promise<boolean> {
    const rows: unknown[] = await tx.query(
      `INSERT INTO mailbox (mailbox, trouble, trouble_since) VALUES ($1, $2, $3) ON CONFLICT (mailbox) DO UPDATE
         SET trouble = excluded.trouble, trouble_since = excluded.trouble_since
         WHERE mailbox.trouble IS DISTINCT FROM excluded.trouble RETURNING 1`,
      [mailbox, trouble, trouble === null ? null : this.clock.now()],
    );
    return rows.length > 0;
  }
}
