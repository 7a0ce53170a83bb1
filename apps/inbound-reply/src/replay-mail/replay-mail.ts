import { Failure } from '@replyline/errors';
import { Documents } from '@replyline/messaging';
import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { Clock } from '../clock.js';
import type { MailOutcome } from '../read-mailbox/inbound-mail.entity.js';
import { FetchAgain } from '../read-mailbox/fetch-again.js';
import { everyMailbox, mailboxKey, whoseOf } from '../read-mailbox/mailbox-key.js';
import { DueMail } from '../triage-mail/due-mail.js';

/** Which mails are decided again. */
interface Selection {
  readonly outcome: MailOutcome;
  readonly decidedBy?: string | undefined;
  readonly receivedAfter?: Date | undefined;
  readonly limit: number;
}

/**
 * `posted`: the conversation has it. `owner-decided`: a person said what becomes of it. `not-kept`: nothing of it is here.
 * `mailbox-removed`: the rest of it lies in a mailbox that nobody reads any more, and would be waited for in vain.
 */
type Obstacle = 'posted' | 'owner-decided' | 'not-kept' | 'mailbox-removed';

/** `$1` are the mailboxes that there are. */
const OBSTACLE = `CASE WHEN outcome = 'accept' THEN 'posted' WHEN is_whole AND raw IS NULL THEN 'not-kept'
  WHEN NOT is_whole AND mailbox <> ALL($1::text[]) THEN 'mailbox-removed'
  WHEN EXISTS (SELECT FROM held_reply h WHERE h.inbound_mail_id = m.id AND h.state <> 'held') THEN 'owner-decided' END`;

const REMEMBER = `UPDATE inbound_mail SET earlier = CASE WHEN state <> 'processed' THEN earlier ELSE earlier || jsonb_build_array(jsonb_build_object(
      'outcome', outcome, 'decidedBy', decided_by, 'decidedAt', decided_at, 'replayedAt', $2::timestamptz, 'replayedBy', $3::uuid)) END
  WHERE id = ANY($1::uuid[])`;
/** Of the others the rest is fetched first. */
const AGAIN = `UPDATE inbound_mail SET state = 'waiting', next_try_at = $2, failed_tries = 0 WHERE id = ANY($1::uuid[]) AND is_whole`;

/**
 * Has mails decided again, after a fix or with other settings, as if they came now. What was published because of a
 * mail is not published again, whatever is decided: a post stays the post that it is.
 */
@Injectable()
export class ReplayMail {
  constructor(
    private readonly db: DataSource,
    private readonly documents: Documents,
    private readonly due: DueMail,
    private readonly fetchAgain: FetchAgain,
    private readonly clock: Clock,
  ) {}

  /** Throws `request.not_found`, `mail.not_replayable`. */
  async one(id: string, userId: string): Promise<void> {
    await this.db.transaction(async (tx) => {
      const [found]: { obstacle: Obstacle | null }[] = await tx.query(
        `SELECT ${OBSTACLE} AS obstacle FROM inbound_mail m WHERE id = $2 FOR NO KEY UPDATE`,
        [this.mailboxes(), id],
      );
      if (!found) throw new Failure('request.not_found');
      if (found.obstacle) throw new Failure('mail.not_replayable', { because: found.obstacle });
      await this.again(tx, [id], userId);
    });
    this.due.poke();
  }

  /** Oldest first, and returns how many: what cannot be decided again, or just is, is passed over. */
  async all({ outcome, decidedBy, receivedAfter, limit }: Selection, userId: string): Promise<number> {
    const count = await this.db.transaction(async (tx) => {
      const rows: { id: string }[] = await tx.query(
        `SELECT id FROM inbound_mail m WHERE state = 'processed' AND outcome = $2 AND ($3::text IS NULL OR decided_by = $3)
           AND ($4::timestamptz IS NULL OR received_at > $4) AND (${OBSTACLE}) IS NULL
         ORDER BY received_at, id LIMIT $5 FOR NO KEY UPDATE SKIP LOCKED`,
        [this.mailboxes(), outcome, decidedBy ?? null, receivedAfter ?? null, limit],
      );
      const ids = rows.map(({ id }) => id);
      await this.again(tx, ids, userId);
      return ids.length;
    });
    this.due.poke();
    return count;
  }

  private mailboxes(): string[] {
    return everyMailbox(this.documents).map((settings) => mailboxKey(whoseOf(settings)));
  }

  private async again(tx: EntityManager, ids: readonly string[], userId: string): Promise<void> {
    const at = this.clock.now();
    await tx.query(REMEMBER, [ids, at, userId]);
    await tx.query(AGAIN, [ids, at]);
    for (const id of ids) await this.fetchAgain.request(tx, id);
  }
}
