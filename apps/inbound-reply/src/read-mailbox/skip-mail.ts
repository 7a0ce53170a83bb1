import { MailboxUnhealthyV1 } from '@replyline/contracts';
import { codeOf } from '@replyline/errors';
import { Outbox } from '@replyline/messaging';
import type { MailSummary } from '@replyline/providers/imap';
import { Injectable, Logger } from '@nestjs/common';
import { createHash } from 'node:crypto';
import type { EntityManager } from 'typeorm';
import { Clock } from '../clock.js';
import { MessageReader } from '../read-message/message-reader.js';
import { SOURCE } from '../source.js';
import { FencedWrites } from './fenced-writes.js';
import type { Reading } from './reading.js';

/** A mail that somebody else has marked as read, with its header section where its server gives it. */
type ReadMail = MailSummary & Reading & { readonly header: Buffer | null };

const SKIPPED_BY = 'read-by-somebody-else';
const VERDICT = { outcome: 'skipped', because: 'somebody else had marked it as read before it was looked at' } as const;
/** A mailbox in which nothing was skipped for so long is well again: the next skipped mail is said anew. */
const QUIET_MS = 24 * 60 * 60_000;

/** Only unread mail counts. What somebody else has read is kept as a row that says so and can be replayed, and reported. */
@Injectable()
export class SkipMail {
  private readonly logger = new Logger('Mailbox');

  constructor(
    private readonly writes: FencedWrites,
    private readonly outbox: Outbox,
    private readonly reader: MessageReader,
    private readonly clock: Clock,
  ) {}

  /** Unless it is one of ours that has got another UID: moved away and back, or by a rebuild that changed its looks. */
  async skip(mail: ReadMail): Promise<void> {
    const messageId = mail.header ? await this.messageIdOf(mail.header) : undefined;
    await this.writes.in(mail, async (tx) => {
      if (messageId === undefined || !(await follow(tx, mail, messageId))) await this.keep(tx, mail, messageId);
    });
  }

  private messageIdOf(header: Buffer): Promise<string | undefined> {
    return this.reader.read(header).then(
      ({ messageId }) => messageId,
      (error: unknown) => {
        if (codeOf(error) === 'mail.unreadable') return undefined;
        throw error;
      },
    );
  }

  private async keep(tx: EntityManager, mail: ReadMail, messageId: string | undefined): Promise<void> {
    const now = this.clock.now();
    await insert(tx, mail, messageId, now);
    const isNews = await noteSkipped(tx, mail.mailbox, now);
    this.logger.warn({ mailbox: mail.mailbox, mail: mail.id }, 'a mail was skipped: somebody else had read it');
    if (!isNews) return;
    const data = { mailbox: mail.document, code: 'mailbox.read_by_others' };
    await this.outbox.add(tx, MailboxUnhealthyV1.make(data, { source: SOURCE }));
  }
}

/**
 * The row of the same message follows it to where it is now; false where there is none. Anybody can give a mail the Message-ID
 * of another one, and nobody its INTERNALDATE, which a move keeps (RFC 9051 §6.4.8).
 */
async function follow(tx: EntityManager, mail: ReadMail, messageId: string): Promise<boolean> {
  const [rows]: [unknown[]] = await tx.query(
    `UPDATE inbound_mail SET uid_validity = $3, uid = $4, mail_id = $5 WHERE id = (
       SELECT id FROM inbound_mail WHERE mailbox = $1 AND message_id = $2 AND size_bytes = $6
         AND date_trunc('second', received_at) = date_trunc('second', $7::timestamptz)
       ORDER BY stored_at, id LIMIT 1) RETURNING id`,
    [
      ...[mail.mailbox, messageId, mail.imap?.uidValidity ?? null, mail.imap?.uid ?? null, mail.id],
      ...[mail.sizeBytes, mail.receivedAt],
    ],
  );
  return rows.length > 0;
}

async function insert(tx: EntityManager, mail: ReadMail, messageId: string | undefined, now: Date): Promise<void> {
  const { mailbox, id, imap, header, sizeBytes, receivedAt } = mail;
  const sha256 = header && createHash('sha256').update(header).digest('hex');
  await tx.query(
    `INSERT INTO inbound_mail (mailbox, mail_id, uid_validity, uid, raw, is_whole, size_bytes, sha256, received_at, stored_at,
       state, outcome, verdict, decided_by, passed, decided_at, message_id)
     VALUES ($1, $2, $3, $4, $5, false, $6, $7, $8, $9, 'processed', $10, $11, $12, '{}', $9, $13) ON CONFLICT DO NOTHING`,
    [
      ...[mailbox, id, imap?.uidValidity ?? null, imap?.uid ?? null, header, sizeBytes, sha256, receivedAt, now],
      ...[VERDICT.outcome, VERDICT, SKIPPED_BY, messageId ?? null],
    ],
  );
}

/** True when it is to be said: it is the first one, or the first after a quiet time. */
async function noteSkipped(tx: EntityManager, mailbox: string, now: Date): Promise<boolean> {
  const rows: { skipped_at: Date | null }[] = await tx.query(
    `SELECT skipped_at FROM mailbox WHERE mailbox = $1 FOR UPDATE`,
    [mailbox],
  );
  await tx.query(`UPDATE mailbox SET skipped_at = $2 WHERE mailbox = $1`, [mailbox, now]);
  const before = rows[0]?.skipped_at;
  return !before || now.getTime() - before.getTime() > QUIET_MS;
}
