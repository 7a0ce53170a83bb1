import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { Clock } from '../clock.js';
import { IS_UNMARKED } from '../read-mailbox/inbound-mail.entity.js';

/** Which mails still need a decision, and when. */
@Injectable()
export class DueMail {
  private wake: () => void = () => undefined;

  constructor(
    private readonly db: DataSource,
    private readonly clock: Clock,
  ) {}

  /** Those whose time has come, the longest overdue first. What was released or replayed together comes as it arrived. */
  async list(limit: number): Promise<string[]> {
    const rows: { id: string }[] = await this.db.query(
      `SELECT id FROM inbound_mail WHERE state <> 'processed' AND state <> 'requested' AND next_try_at <= $1 ORDER BY next_try_at, received_at, id LIMIT $2`,
      [this.clock.now(), limit],
    );
    return rows.map(({ id }) => id);
  }

  /** Those of a mailbox that were stored and never decided, which a reader left behind that was ended by force. */
  async leftBehind(mailbox: string): Promise<string[]> {
    const rows: { id: string }[] = await this.db.query(
      `SELECT id FROM inbound_mail WHERE mailbox = $1 AND state = 'stored' AND failed_tries = 0 AND postponed_because IS NULL ORDER BY stored_at, received_at`,
      [mailbox],
    );
    return rows.map(({ id }) => id);
  }

  /** Makes the mails that wait for this key due at once, also those that waited in vain; true when there are any. */
  async release(tx: EntityManager, replyKey: string): Promise<boolean> {
    const [, count]: [unknown, number] = await tx.query(
      `UPDATE inbound_mail SET state = 'waiting', next_try_at = $2
       WHERE reply_key = $1 AND (state = 'waiting' OR decided_by = 'never-known') AND raw_removed_at IS NULL`,
      [replyKey, this.clock.now()],
    );
    return count > 0;
  }

  /** Those of the mails that wait for what is known by now, in their order. */
  async knownNow(ids: readonly string[]): Promise<string[]> {
    if (ids.length === 0) return [];
    const rows: { id: string }[] = await this.db.query(
      `SELECT id FROM inbound_mail JOIN sent_mail USING (reply_key) WHERE id = ANY($1::uuid[]) AND state = 'waiting'`,
      [ids],
    );
    const known = new Set(rows.map(({ id }) => id));
    return ids.filter((id) => known.has(id));
  }

  /** The mailboxes in which any of these mails has its verdict and is not marked as read. */
  async unmarkedIn(ids: readonly string[]): Promise<string[]> {
    const rows: { mailbox: string }[] = await this.db.query(
      `SELECT DISTINCT mailbox FROM inbound_mail WHERE id = ANY($1::uuid[]) AND ${IS_UNMARKED}`,
      [ids],
    );
    return rows.map(({ mailbox }) => mailbox);
  }

  /** The mailboxes that have a mail which is to be fetched again by now, whoever was asked for it. */
  async requestedIn(): Promise<string[]> {
    const rows: { mailbox: string }[] = await this.db.query(
      `SELECT DISTINCT mailbox FROM inbound_mail WHERE state = 'requested' AND (next_try_at IS NULL OR next_try_at <= $1)`,
      [this.clock.now()],
    );
    return rows.map(({ mailbox }) => mailbox);
  }

  /** Has the due mails looked at now instead of at the next look. */
  poke(): void {
    this.wake();
  }

  onPoke(wake: () => void): void {
    this.wake = wake;
  }
}
