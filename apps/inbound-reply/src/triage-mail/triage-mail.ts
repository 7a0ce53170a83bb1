import { codeOf } from '@replyline/errors';
import { Injectable, Logger } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { Clock } from '../clock.js';
import { InboundMailRow } from '../read-mailbox/inbound-mail.entity.js';
import { DueMail } from './due-mail.js';
import { LookAtMail, type LookedAt, type NotLookedAt } from './look-at-mail.js';
import type { Settled } from './record-verdicts.js';
import { nextTryOf } from './retry-schedule.js';
import { SettleMails } from './settle-mails.js';
import { undecidedMail, type StoredMail } from './stored-mail.js';

/** What became of several that were to be decided together. */
interface Together {
  /**
   * For later: what is decided of one mail may depend on the mail before it in the same conversation, or it was not
   * known in time.
   */
  readonly left: readonly string[];
  readonly failed: readonly NotLookedAt[];
}

/** Decides what a stored mail is, and does what follows from it: both in one transaction, or neither. */
@Injectable()
export class TriageMail {
  private readonly logger = new Logger('Triage');

  constructor(
    private readonly db: DataSource,
    private readonly look: LookAtMail,
    private readonly settlement: SettleMails,
    private readonly due: DueMail,
    private readonly clock: Clock,
  ) {}

  /** Deciding a mail that is decided already changes nothing. */
  async decide(id: string): Promise<void> {
    const isKnownNow = (await this.decideOnce(id)).length > 0;
    if (isKnownNow) await this.decideOnce(id);
  }

  private async decideOnce(id: string): Promise<readonly string[]> {
    const stored = await undecidedMail(this.db, id);
    const { mails, failed } = await this.look.all(stored ? [stored] : []);
    for (const { error } of failed) throw error;
    return this.settle(mails);
  }

  /** Decides several in one transaction, in order, because each transaction waits for the disk; those `before` them first. */
  async decideAll(stored: readonly StoredMail[], before?: Promise<void>): Promise<Together> {
    const { mails, failed } = await this.look.all(stored, before);
    await before;
    const conversations = mails.map(({ examined }) => examined?.sent?.conversationId ?? undefined);
    const isFirst = (at: number): boolean =>
      conversations[at] === undefined || conversations.indexOf(conversations[at]) === at;
    const knownNow = await this.settle(mails.filter((_mail, at) => isFirst(at)));
    const later = mails.filter((_mail, at) => !isFirst(at)).map(({ stored }) => stored.id);
    return { left: [...knownNow, ...later], failed };
  }

  /** Resolves with those that wait for a mail which became known while they were looked at, so that nobody released them. */
  private async settle(mails: readonly LookedAt[]): Promise<readonly string[]> {
    if (mails.length === 0) return [];
    const settled = await this.db.transaction((tx) => this.settlement.settle(tx, mails));
    for (const one of settled) this.tell(one);
    const waiting = settled.filter(({ decided }) => decided.outcome === 'wait');
    return this.due.knownNow(waiting.map(({ stored }) => stored.id));
  }

  private tell({ stored, examined, decided: { outcome, decidedBy } }: Settled): void {
    const ours = examined?.sent ?? examined?.reported;
    const delivery = ours && { delivery: ours.deliveryId };
    this.logger.log({ inboundMail: stored.id, outcome, decidedBy, ...delivery }, 'mail decided');
    if (decidedBy === 'too-many-replies')
      this.logger.warn(
        { inboundMail: stored.id, ...delivery },
        'a conversation gets more replies by mail than people write',
      );
  }

  /**
   * A mail that could not be decided because of an error of ours, or because somebody is away: kept, looked at again
   * later, and said why.
   */
  async postpone(id: string, error: unknown): Promise<void> {
    const stored = await this.db.manager.findOneBy(InboundMailRow, { id });
    if (!stored || stored.state === 'processed') return;
    const next = nextTryOf(stored, error, this.clock.now());
    await this.db.query(
      `UPDATE inbound_mail SET failed_tries = $2, next_try_at = $3, postponed_because = $4 WHERE id = $1`,
      [id, next.failedTries, next.at, codeOf(error)],
    );
  }
}
