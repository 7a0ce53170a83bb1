import { createHash } from 'node:crypto';
import { Leases } from '@replyline/leases';
import { Injectable, Logger } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { Clock } from '../clock.js';
import type { Reading } from './reading.js';

/** A mail that is to be fetched again. */
export interface Requested {
  readonly id: string;
  readonly mailId: string;
  readonly sizeBytes: number;
}

/** All of a mail, or of a larger one the header section, and what all of it weighs. */
export interface Fetched {
  readonly raw: Buffer;
  readonly isWhole: boolean;
  readonly sizeBytes: number;
}

const WHY_NOT = {
  gone: 'the server does not have it any more',
  unserved: 'the server failed to give it, several times in a row',
} as const;

/** Mail of which not all is here, and that an operator wants to be decided after all: its mailbox has the rest of it. */
@Injectable()
export class FetchAgain {
  private readonly logger = new Logger('Mailbox');

  constructor(
    private readonly db: DataSource,
    private readonly leases: Leases,
    private readonly clock: Clock,
  ) {}

  /**
   * Has a mail fetched at the next visit of its mailbox, at the latest after its poll interval, and then decided like a new
   * one. False when all of it is here already, or there is no such mail.
   */
  async request(tx: EntityManager, id: string): Promise<boolean> {
    const [rows]: [unknown[]] = await tx.query(
      `UPDATE inbound_mail SET state = 'requested', next_try_at = NULL WHERE id = $1 AND NOT is_whole RETURNING id`,
      [id],
    );
    return rows.length > 0;
  }

  /** Those of a mailbox, oldest first. */
  async list({ mailbox }: Reading): Promise<Requested[]> {
    const rows: { id: string; mail_id: string; size_bytes: string }[] = await this.db.query(
      `SELECT id, mail_id, size_bytes FROM inbound_mail WHERE mailbox = $1 AND state = 'requested' ORDER BY stored_at`,
      [mailbox],
    );
    return rows.map(({ id, ...it }) => ({ id, mailId: it.mail_id, sizeBytes: Number(it.size_bytes) }));
  }

  /** What was fetched takes the place of what was there, as if it had just arrived. */
  async fetched({ id }: Requested, reading: Reading, { raw, isWhole, sizeBytes }: Fetched): Promise<void> {
    const sha256 = createHash('sha256').update(raw).digest('hex');
    await this.write(reading, [
      `UPDATE inbound_mail SET state = 'stored', raw = $2, is_whole = $3, sha256 = $4, next_try_at = $5, size_bytes = $6, failed_tries = 0,
         outcome = NULL, verdict = NULL, decided_by = NULL, passed = NULL, decided_at = NULL
       WHERE id = $1 AND state = 'requested'`,
      [id, raw, isWhole, sha256, this.clock.now(), sizeBytes],
    ]);
  }

  /** Nothing can be decided any more; what is known of it stays, and so does the verdict that it had. */
  async giveUp({ id }: Requested, reading: Reading, why: keyof typeof WHY_NOT): Promise<void> {
    const verdict = { outcome: 'skipped', because: WHY_NOT[why] };
    await this.write(reading, [
      `UPDATE inbound_mail SET state = 'processed' WHERE id = $1 AND state = 'requested' AND outcome <> $2`,
      [id, verdict.outcome],
    ]);
    await this.write(reading, [
      `UPDATE inbound_mail SET state = 'processed', outcome = $2, verdict = $3, decided_by = 'reader', passed = '{}', decided_at = $4
       WHERE id = $1 AND state = 'requested'`,
      [id, verdict.outcome, verdict, this.clock.now()],
    ]);
    this.logger.warn(
      { mailbox: reading.mailbox, mail: id, because: WHY_NOT[why] },
      'a mail could not be fetched again',
    );
  }

  private async write({ document, epoch }: Reading, [sql, values]: [string, unknown[]]): Promise<void> {
    await this.db.transaction(async (tx) => {
      await this.leases.fence(tx, document, epoch);
      await tx.query(sql, values);
    });
  }
}
