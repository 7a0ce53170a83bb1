import { Leases } from '@replyline/leases';
import type { MailboxConnection, MailSummary } from '@replyline/providers/imap';
import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { Clock } from '../clock.js';
import type { Reading } from './reading.js';
import { whoRead, type Known } from './who-read-it.js';

/** Where one mail lies. */
export type MailPlace = Pick<Reading, 'mailbox'> & { readonly uidValidity: number; readonly uid: number };

/** Knows how far each mailbox was read, and what in it is new. */
@Injectable()
export class FindNew {
  constructor(
    private readonly db: DataSource,
    private readonly leases: Leases,
    private readonly clock: Clock,
  ) {}

  /** What is to be taken in or skipped, oldest first. What we have read, and what is older than us, is passed over. */
  async in(mailbox: MailboxConnection, reading: Reading): Promise<readonly MailSummary[]> {
    const place = await this.place(mailbox, reading);
    const mails = await mailbox.listAfter(place?.lastUid ?? 0);
    const since = place?.since ?? (await this.begin(mailbox, reading, mails));
    const known = { since, uids: await this.stored(mailbox, reading, mails) };
    const isNew = (mail: MailSummary): boolean => isConcern(mail, known);
    const last = mails.at(-1);
    // Behind what is new the cursor follows each mail; where nothing is, it would stay and the list would grow.
    if (last && !mails.some(isNew)) await this.pass({ ...reading, uidValidity: mailbox.uidValidity, uid: last.uid });
    return mails.filter(isNew);
  }

  /** Everything up to here is done with. Part of the transaction that does it. */
  async moveTo(tx: EntityManager, { mailbox, uidValidity, uid }: MailPlace): Promise<void> {
    await tx.query(`UPDATE mailbox SET last_uid = $3 WHERE mailbox = $1 AND uid_validity = $2`, [
      mailbox,
      uidValidity,
      uid,
    ]);
  }

  private async place({ uidValidity }: MailboxConnection, { mailbox }: Reading) {
    const rows: { last_uid: string; known_since: Date }[] = await this.db.query(
      `SELECT last_uid, known_since FROM mailbox WHERE mailbox = $1 AND uid_validity = $2`,
      [mailbox, uidValidity],
    );
    return rows[0] && { lastUid: Number(rows[0].last_uid), since: rows[0].known_since };
  }

  /**
   * A mailbox that is seen for the first time, or was built anew: under another UIDVALIDITY every UID is another one.
   * What we have read already keeps its row, under its new UID. What is unread is never told by its looks: it is taken in
   * again, and what was posted because of it is not posted again.
   */
  private begin(mailbox: MailboxConnection, reading: Reading, mails: readonly MailSummary[]): Promise<Date> {
    return this.db.transaction(async (tx) => {
      await this.leases.fence(tx, reading.document, reading.epoch);
      const read = mails.filter(({ isSeen }) => isSeen);
      if (read.length > 0) await rename(tx, reading.mailbox, mailbox.uidValidity, read);
      const rows: { known_since: Date }[] = await tx.query(
        `INSERT INTO mailbox AS m (mailbox, uid_validity, known_since) VALUES ($1, $2, date_trunc('second', $3::timestamptz))
         ON CONFLICT (mailbox) DO UPDATE SET uid_validity = excluded.uid_validity, last_uid = 0,
           known_since = coalesce(m.known_since, excluded.known_since) RETURNING known_since`,
        [reading.mailbox, mailbox.uidValidity, this.clock.now()],
      );
      return rows[0]!.known_since;
    });
  }

  private async stored(
    { uidValidity }: MailboxConnection,
    { mailbox }: Reading,
    mails: readonly MailSummary[],
  ): Promise<Set<number>> {
    const uids = mails.filter(({ isSeen }) => isSeen).map(({ uid }) => uid);
    if (uids.length === 0) return new Set();
    const rows: { uid: string }[] = await this.db.query(
      `SELECT uid FROM inbound_mail WHERE mailbox = $1 AND uid_validity = $2 AND uid = ANY($3::bigint[])`,
      [mailbox, uidValidity, uids],
    );
    return new Set(rows.map(({ uid }) => Number(uid)));
  }

  private pass(place: MailPlace & Reading): Promise<void> {
    return this.db.transaction(async (tx) => {
      await this.leases.fence(tx, place.document, place.epoch);
      await this.moveTo(tx, place);
    });
  }
}

const isConcern = (mail: MailSummary, known: Known): boolean =>
  ['nobody', 'somebody-else'].includes(whoRead(mail, known));

/** Size and INTERNALDATE survive a rebuild; of several mails that share both, the first is the first. */
async function rename(tx: EntityManager, mailbox: string, uidValidity: number, read: readonly MailSummary[]) {
  await tx.query(
    `WITH found AS (
       SELECT uid, size, at, row_number() OVER (PARTITION BY size, at ORDER BY uid) AS nth
       FROM unnest($3::bigint[], $4::bigint[], $5::timestamptz[]) AS it (uid, size, at)
       WHERE NOT EXISTS (SELECT 1 FROM inbound_mail WHERE mailbox = $1 AND uid_validity = $2 AND inbound_mail.uid = it.uid)),
     kept AS (
       SELECT id, size_bytes AS size, received_at AS at,
              row_number() OVER (PARTITION BY size_bytes, received_at ORDER BY uid_validity DESC, uid) AS nth
       FROM inbound_mail WHERE mailbox = $1 AND uid_validity <> $2)
     UPDATE inbound_mail SET uid_validity = $2, uid = found.uid FROM found JOIN kept USING (size, at, nth)
     WHERE inbound_mail.id = kept.id`,
    [
      mailbox,
      uidValidity,
      read.map(({ uid }) => uid),
      read.map(({ sizeBytes }) => sizeBytes),
      read.map(({ receivedAt }) => receivedAt),
    ],
  );
}
