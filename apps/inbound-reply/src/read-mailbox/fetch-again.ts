import { createHash } from 'node:crypto';
import { MailboxUnhealthyV1 } from '@replyline/contracts';
import { Outbox } from '@replyline/messaging';
import { Injectable, Logger } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { Clock } from '../clock.js';
import { SOURCE } from '../source.js';
import { FencedWrites } from './fenced-writes.js';
import type { Reading } from './reading.js';
import { nextTry } from './tries-of-mail.js';
import { whatServerSaid } from './what-server-said.js';

/** A mail that is to be fetched again. */
export interface Requested {
  readonly id: string;
  readonly mailId: string;
  readonly sizeBytes: number;
  /** How often it was not given since it was asked for. */
  readonly failedTries: number;
}

/** All of a mail, or of a larger one the header section, and what all of it weighs. */
export interface Fetched {
  readonly raw: Buffer;
  readonly isWhole: boolean;
  readonly sizeBytes: number;
}

/** Why nothing can be decided any more. */
interface Loss {
  /** Of a mail that was never decided. */
  readonly outcome: 'skipped' | 'unreadable';
  readonly because: string;
  /** What the server said. */
  readonly [said: string]: string | number;
}

const GONE: Loss = { outcome: 'skipped', because: 'the server does not have it any more' };
const UNSERVED: Loss = { outcome: 'unreadable', because: 'the server failed to give it, several times in a row' };

/** Mail of which not all is here, and that an operator wants to be decided after all: its mailbox has the rest of it. */
@Injectable()
export class FetchAgain {
  private readonly logger = new Logger('Mailbox');

  constructor(
    private readonly db: DataSource,
    private readonly writes: FencedWrites,
    private readonly outbox: Outbox,
    private readonly clock: Clock,
  ) {}

  /**
   * Has a mail fetched at the next visit of its mailbox, for which its reader is woken within seconds, and then decided like a
   * new one. False when all of it is here already, or there is no such mail.
   */
  async request(tx: EntityManager, id: string): Promise<boolean> {
    const [rows]: [unknown[]] = await tx.query(
      `UPDATE inbound_mail SET state = 'requested', next_try_at = NULL, failed_tries = 0 WHERE id = $1 AND NOT is_whole RETURNING id`,
      [id],
    );
    return rows.length > 0;
  }

  /** Those of a mailbox that are due, oldest first. */
  async list({ mailbox }: Reading): Promise<Requested[]> {
    const rows: { id: string; mail_id: string; size_bytes: string; failed_tries: number }[] = await this.db.query(
      `SELECT id, mail_id, size_bytes, failed_tries FROM inbound_mail
       WHERE mailbox = $1 AND state = 'requested' AND (next_try_at IS NULL OR next_try_at <= $2) ORDER BY stored_at`,
      [mailbox, this.clock.now()],
    );
    return rows.map(({ id, ...it }) => {
      return { id, mailId: it.mail_id, sizeBytes: Number(it.size_bytes), failedTries: it.failed_tries };
    });
  }

  /** What was fetched takes the place of what was there, as if it had just arrived. */
  async fetched({ id }: Requested, reading: Reading, { raw, isWhole, sizeBytes }: Fetched): Promise<void> {
    const sha256 = createHash('sha256').update(raw).digest('hex');
    await this.writes.in(reading, (tx) => tx.query(STORE, [id, raw, isWhole, sha256, this.clock.now(), sizeBytes]));
  }

  /** It is asked for again later, or given up. `isWitnessed`: the server gave another mail just before. */
  async failed(requested: Requested, reading: Reading, error: unknown, isWitnessed: boolean): Promise<void> {
    const next = nextTry({ failedTries: requested.failedTries, isWitnessed });
    if (next === 'give-up') return this.giveUp(requested, reading, { ...UNSERVED, ...whatServerSaid(error) });
    const at = new Date(this.clock.now().getTime() + next.afterMs);
    await this.writes.in(reading, (tx) => tx.query(TRY_LATER, [requested.id, next.failedTries, at]));
  }

  gone(requested: Requested, reading: Reading): Promise<void> {
    return this.giveUp(requested, reading, GONE);
  }

  /** Nothing can be decided any more; what is known of it stays, and so does the verdict that it had. */
  private async giveUp({ id }: Requested, reading: Reading, loss: Loss): Promise<void> {
    await this.writes.in(reading, async (tx) => {
      await tx.query(KEEP_VERDICT, [id]);
      await tx.query(GIVE_UP, [id, loss.outcome, loss, this.clock.now()]);
      if (loss === GONE) return;
      const data = { mailbox: reading.document, code: 'mailbox.mail_not_given' };
      await this.outbox.add(tx, MailboxUnhealthyV1.make(data, { source: SOURCE }));
    });
    this.logger.warn({ mailbox: reading.mailbox, mail: id, ...loss }, 'a mail could not be fetched again');
  }
}

const STORE = `
  UPDATE inbound_mail SET state = 'stored', raw = $2, is_whole = $3, sha256 = $4, next_try_at = $5, size_bytes = $6, failed_tries = 0,
    outcome = NULL, verdict = NULL, decided_by = NULL, passed = NULL, decided_at = NULL
  WHERE id = $1 AND state = 'requested'`;
const TRY_LATER = `
  UPDATE inbound_mail SET failed_tries = $2, next_try_at = $3 WHERE id = $1 AND state = 'requested'`;
const KEEP_VERDICT = `
  UPDATE inbound_mail SET state = 'processed', next_try_at = NULL
  WHERE id = $1 AND state = 'requested' AND outcome NOT IN ('skipped', 'unreadable')`;
const GIVE_UP = `
  UPDATE inbound_mail SET state = 'processed', next_try_at = NULL, outcome = $2, verdict = $3, decided_by = 'reader',
    passed = '{}', decided_at = $4
  WHERE id = $1 AND state = 'requested'`;
