import { codeOf } from '@replyline/errors';
import type { MailboxConnection, MailSummary } from '@replyline/providers/imap';
import { Injectable, Logger } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { Clock } from '../clock.js';
import { FencedWrites } from './fenced-writes.js';
import type { Reading } from './reading.js';
import { SkipMail } from './skip-mail.js';
import { nextTry } from './tries-of-mail.js';
import { UnservedMail, type MailPlace, type Suspicion } from './unserved-mail.js';
import { whatServerSaid } from './what-server-said.js';

/** One byte shows that a mail is served. */
const A_GLIMPSE = 1;

/**
 * A mail that failed again and again while its server gives another one is kept as a row that is fetched later, and those
 * behind it are read. An outage is no mail's fault.
 */
@Injectable()
export class PassBy {
  private readonly logger = new Logger('Mailbox');
  private readonly unserved = new UnservedMail();

  constructor(
    private readonly db: DataSource,
    private readonly writes: FencedWrites,
    private readonly skipMail: SkipMail,
    private readonly clock: Clock,
  ) {}

  /** Something was served, or nothing can be: what failed before does not count. */
  forget(document: string): void {
    this.unserved.forget(document);
  }

  failed(mailbox: MailboxConnection, place: MailPlace, error: unknown): void {
    if (mailbox.mayBeOfMail(error)) this.unserved.failed(place, error);
    else this.unserved.forget(place.document);
  }

  /**
   * The listed mails without the one that is passed by. Before its last try another one is asked for: what failed in an outage
   * is served after it. Throws what the mailbox throws while it gives nothing at all.
   */
  async among(listed: readonly MailSummary[], mailbox: MailboxConnection, reading: Reading) {
    const suspect = this.unserved.suspect(reading.document);
    if (!suspect) return listed;
    this.unserved.forget(reading.document);
    const mail = listed.find(({ id }) => id === suspect.id);
    if (!mail) return listed;
    const others = listed.filter((other) => other !== mail);
    if (suspect.isWitnessed !== undefined) return (await this.passBy(mail, reading, suspect)) ? others : listed;
    const isWitnessed = await this.givesAnother(mail.id, others, mailbox, reading);
    this.unserved.witnessed(reading.document, suspect, isWitnessed);
    return listed;
  }

  /** What somebody else has read is never decided, so it is not fetched later either. */
  private async passBy(mail: MailSummary, reading: Reading, { error, isWitnessed = false }: Doubt): Promise<boolean> {
    if (!mail.isSeen) await this.keep(mail, reading, { error, isWitnessed });
    else if (isWitnessed) await this.skipMail.skip({ ...mail, ...reading, header: null });
    return !mail.isSeen || isWitnessed;
  }

  /**
   * Whether the server gives another mail just now: one that it gave before, else the newest one listed. Where there is
   * none, whether it says at least of this one that it is there, if it can be asked. Throws when none of what there is
   * is answered.
   */
  async givesAnother(
    id: string,
    listed: readonly MailSummary[],
    mailbox: MailboxConnection,
    { mailbox: name }: Pick<Reading, 'mailbox'>,
  ): Promise<boolean> {
    const newest = listed.filter((mail) => mail.id !== id).at(-1);
    const witnesses = [...(await this.givenBefore(id, name)), ...(newest ? [newest.id] : [])];
    let failure: { readonly error: unknown } | undefined;
    for (const witness of witnesses) {
      try {
        if (await mailbox.fetch(witness, A_GLIMPSE)) return true;
      } catch (error) {
        if (!mailbox.mayBeOfMail(error)) throw error;
        failure = { error };
      }
    }
    if (failure) throw failure.error;
    return (await mailbox.knows?.(id)) ?? false;
  }

  /**
   * Any of them may be gone by now, or have become one that is not served: not always the same ones are asked for.
   * Those of before the mailbox was built anew (RFC 3501 §2.3.1.1) are gone for certain.
   */
  private async givenBefore(id: string, mailbox: string): Promise<string[]> {
    const rows: { mail_id: string }[] = await this.db.query(GIVEN_BEFORE, [mailbox, id]);
    return rows.map(({ mail_id: given }) => given);
  }

  private async keep(mail: MailSummary, reading: Reading, { error, isWitnessed }: Required<Doubt>): Promise<void> {
    const next = nextTry({ failedTries: 0, isWitnessed });
    if (next === 'give-up') return;
    const now = this.clock.now();
    const verdict = { because: 'the server does not give it, and is asked again', ...whatServerSaid(error) };
    await this.writes.in(reading, (tx) =>
      tx.query(INSERT, [
        ...[reading.mailbox, mail.id, mail.imap?.uidValidity ?? null, mail.imap?.uid ?? null],
        ...[mail.sizeBytes, mail.receivedAt, now, next.failedTries, new Date(now.getTime() + next.afterMs), verdict],
      ]),
    );
    const known = { mailbox: reading.mailbox, mail: mail.id, code: codeOf(error) };
    this.logger.warn(known, 'a mail is passed by: its server does not give it');
  }
}

type Doubt = Pick<Suspicion, 'error' | 'isWitnessed'>;

const GIVEN_BEFORE = `
  WITH newest AS (SELECT uid_validity FROM inbound_mail WHERE mailbox = $1 ORDER BY stored_at DESC LIMIT 1),
    given AS (SELECT mail_id FROM inbound_mail
      WHERE mailbox = $1 AND mail_id <> $2 AND sha256 IS NOT NULL
        AND uid_validity IS NOT DISTINCT FROM (SELECT uid_validity FROM newest)
      ORDER BY stored_at DESC LIMIT 20)
  SELECT mail_id FROM given ORDER BY random() LIMIT 3`;

const INSERT = `
  INSERT INTO inbound_mail (mailbox, mail_id, uid_validity, uid, is_whole, size_bytes, received_at, stored_at,
    state, failed_tries, next_try_at, verdict)
  VALUES ($1, $2, $3, $4, false, $5, $6, $7, 'requested', $8, $9, $10) ON CONFLICT (mailbox, mail_id) DO NOTHING`;
