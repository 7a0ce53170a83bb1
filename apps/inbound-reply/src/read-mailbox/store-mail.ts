import { createHash } from 'node:crypto';
import type { MailSummary } from '@replyline/providers/imap';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Clock } from '../clock.js';
import type { StoredMail } from '../triage-mail/stored-mail.js';
import { TriageLoop } from '../triage-mail/triage-loop.js';
import { FencedWrites } from './fenced-writes.js';
import type { Reading } from './reading.js';

/** What is fetched and not stored yet. */
const MAX_UNSTORED_BYTES = 8 * 1024 * 1024;
/** The reader decides at once what it stores. Should it be ended by force meanwhile, somebody else does, this much later. */
const LEFT_BEHIND_MS = 30_000;

/** A mail as its server gave it. */
export type Arrived = MailSummary & Reading & { readonly raw: Buffer; readonly isWhole: boolean };

/** Writes mails down as they arrive, several in one transaction, and has them decided. */
@Injectable()
export class StoreMail {
  /** By the settings that are followed, as their leases are: what is stored in the next transaction. */
  private readonly unstored = new Map<string, Arrived[]>();
  /** By the same: what is being decided, in the order in which it was stored. */
  private readonly deciding = new Map<string, readonly Promise<void>[]>();

  constructor(
    private readonly writes: FencedWrites,
    private readonly triage: TriageLoop,
    private readonly clock: Clock,
  ) {}

  /** Stored with others: each transaction waits for the disk. */
  async keep(arrived: Arrived): Promise<void> {
    const unstored = [...(this.unstored.get(arrived.document) ?? []), arrived];
    this.unstored.set(arrived.document, unstored);
    if (isHeavy(unstored)) await this.storeAll(arrived);
  }

  /** All of them, or none. They are read while those before them are decided, and decided while the next ones are fetched. */
  async storeAll(reading: Reading): Promise<void> {
    const { document } = reading;
    const unstored = this.unstored.get(document) ?? [];
    this.unstored.delete(document);
    if (unstored.length === 0) return;
    const stored = await this.writes.in(reading, (tx) => store(tx, unstored, this.clock.now()));
    const others = this.deciding.get(document) ?? [];
    const before = others.at(-1)?.catch(() => undefined);
    const deciding = this.triage.decideAll(stored, before);
    deciding.catch(() => undefined);
    const kept = [...others, deciding].slice(-mostDeciding(unstored));
    this.deciding.set(document, kept);
    await Promise.all(others.filter((other) => !kept.includes(other)));
  }

  /** Resolves when nothing of a mailbox is being decided, and throws what went wrong. */
  async decided({ document }: Pick<Reading, 'document'>): Promise<void> {
    const deciding = this.deciding.get(document) ?? [];
    this.deciding.delete(document);
    await Promise.all(deciding);
  }
}

const isHeavy = (mails: readonly Arrived[]): boolean =>
  mails.reduce((sum, { raw }) => sum + raw.byteLength, 0) > MAX_UNSTORED_BYTES;

/**
 * How many batches are decided while the next one is fetched: one is being read, and one written down. What is heavy
 * has the memory for itself.
 */
const mostDeciding = (stored: readonly Arrived[]): number => (isHeavy(stored) ? 1 : 2);

/** One for each mail and column: `(mailbox, mail_id)` tells which are stored already. */
const COLUMNS =
  'mailbox, mail_id, uid_validity, uid, raw, is_whole, size_bytes, sha256, received_at, stored_at, next_try_at';

/** Returns those that were not stored already, in their order. */
async function store(tx: EntityManager, arrived: readonly Arrived[], now: Date): Promise<StoredMail[]> {
  // A millisecond apart: lists show them in the order in which they came.
  const mails = arrived.map((mail, nth) => ({ ...mail, storedAt: new Date(now.getTime() + nth) }));
  const rows = mails.map(valuesOf);
  const stored: { id: string; mail_id: string }[] = await tx.query(
    `INSERT INTO inbound_mail (${COLUMNS}) VALUES ${placeholders(rows)}
     ON CONFLICT (mailbox, mail_id) DO NOTHING RETURNING id, mail_id`,
    rows.flat(),
  );
  const ids = new Map(stored.map(({ id, mail_id: mailId }) => [mailId, id]));
  return mails.flatMap((mail) => {
    const id = ids.get(mail.id);
    return id === undefined ? [] : [{ ...mail, id }];
  });
}

function valuesOf(it: Arrived & Pick<StoredMail, 'storedAt'>): unknown[] {
  const sha256 = createHash('sha256').update(it.raw).digest('hex');
  const place = [it.imap?.uidValidity ?? null, it.imap?.uid ?? null];
  const nextTryAt = new Date(it.storedAt.getTime() + LEFT_BEHIND_MS);
  return [it.mailbox, it.id, ...place, it.raw, it.isWhole, it.sizeBytes, sha256, it.receivedAt, it.storedAt, nextTryAt];
}

/** `($1, $2), ($3, $4)` */
function placeholders(rows: readonly (readonly unknown[])[]): string {
  let nth = 0;
  return rows.map((row) => `(${row.map(() => `$${(nth += 1)}`).join(', ')})`).join(', ');
}
