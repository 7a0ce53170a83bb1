import type { MailSummary } from '@replyline/providers/imap';
import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { Clock } from '../clock.js';
import { FencedWrites } from './fenced-writes.js';
import type { Reading } from './reading.js';
import { whoRead } from './who-read-it.js';

/** Knows which of the mails that a server lists are new. */
@Injectable()
export class FindNew {
  constructor(
    private readonly db: DataSource,
    private readonly writes: FencedWrites,
    private readonly clock: Clock,
  ) {}

  /**
   * What is to be taken in or skipped. What is stored is passed over, and what was read before we came. A listing that was
   * not finished is made again, and so is a whole mailbox whose cursor its server forgot.
   */
  async among(listed: readonly MailSummary[], cursor: string | undefined, reading: Reading) {
    if (listed.length === 0) return listed;
    const since = await this.knownSince(reading);
    await this.rename(rebuilt(listed, cursor), reading);
    const known = { since, ids: await this.stored(listed, reading) };
    return listed.filter((mail) => ['nobody', 'somebody-else'].includes(whoRead(mail, known)));
  }

  private async knownSince(reading: Reading): Promise<Date> {
    const rows: { known_since: Date | null }[] = await this.db.query(
      `SELECT known_since FROM mailbox WHERE mailbox = $1`,
      [reading.mailbox],
    );
    return rows[0]?.known_since ?? this.begin(reading);
  }

  /** In whole seconds, as servers count. */
  private begin(reading: Reading): Promise<Date> {
    return this.writes.in(reading, async (tx) => {
      const rows: { known_since: Date }[] = await tx.query(
        `INSERT INTO mailbox AS m (mailbox, known_since) VALUES ($1, date_trunc('second', $2::timestamptz))
         ON CONFLICT (mailbox) DO UPDATE SET known_since = coalesce(m.known_since, excluded.known_since)
         RETURNING known_since`,
        [reading.mailbox, this.clock.now()],
      );
      return rows[0]!.known_since;
    });
  }

  private async stored(mails: readonly MailSummary[], { mailbox }: Reading): Promise<Set<string>> {
    const rows: { mail_id: string }[] = await this.db.query(
      `SELECT mail_id FROM inbound_mail WHERE mailbox = $1 AND mail_id = ANY($2::text[])`,
      [mailbox, mails.map(({ id }) => id)],
    );
    return new Set(rows.map(({ mail_id: id }) => id));
  }

  /**
   * A mailbox was built anew, and every mail has another UID: the row of what is read follows it. Size and INTERNALDATE
   * survive a rebuild; of several mails that share both, the first is the first. What is unread is never told by its
   * looks: it is taken in again, and what was posted because of it is not posted again.
   */
  private async rename(mails: readonly ImapMail[], reading: Reading): Promise<void> {
    const [first] = mails;
    if (!first) return;
    await this.writes.in(reading, (tx) =>
      tx.query(RENAME, [
        reading.mailbox,
        first.imap.uidValidity,
        mails.map(({ imap }) => imap.uid),
        mails.map(({ sizeBytes }) => sizeBytes),
        mails.map(({ receivedAt }) => receivedAt),
        mails.map(({ id }) => id),
      ]),
    );
  }
}

type ImapMail = MailSummary & Required<Pick<MailSummary, 'imap'>>;

/** What is read in a mailbox whose UIDs are others than those that the cursor knows. */
const rebuilt = (mails: readonly MailSummary[], cursor: string | undefined): ImapMail[] =>
  mails.filter(
    (mail): mail is ImapMail =>
      mail.isSeen && cursor !== undefined && mail.imap !== undefined && !cursor.startsWith(`${mail.imap.uidValidity}:`),
  );

const RENAME = `
  WITH found AS (
    SELECT uid, id, size, at, row_number() OVER (PARTITION BY size, at ORDER BY uid) AS nth
    FROM unnest($3::bigint[], $4::bigint[], $5::timestamptz[], $6::text[]) AS it (uid, size, at, id)
    WHERE NOT EXISTS (SELECT 1 FROM inbound_mail WHERE mailbox = $1 AND mail_id = it.id)),
  kept AS (
    SELECT id AS row_id, size_bytes AS size, received_at AS at,
           row_number() OVER (PARTITION BY size_bytes, received_at ORDER BY uid_validity DESC, uid) AS nth
    FROM inbound_mail WHERE mailbox = $1 AND uid_validity <> $2)
  UPDATE inbound_mail SET uid_validity = $2, uid = found.uid, mail_id = found.id
  FROM found JOIN kept USING (size, at, nth) WHERE inbound_mail.id = kept.row_id`;
