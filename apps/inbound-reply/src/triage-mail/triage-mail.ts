import { Injectable, Logger } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { Clock } from '../clock.js';
import { InboundMailRow } from '../read-mailbox/inbound-mail.entity.js';
import { LookAtMail, type LookedAt, type NotLookedAt } from './look-at-mail.js';
import type { Settled } from './record-verdicts.js';
import { tryAfterDefect } from './retry-schedule.js';
import { SettleMails } from './settle-mails.js';

/** What became of several that were to be decided together. */
interface Together {
  /** For later: what is decided of one mail may depend on the mail before it in the same conversation. */
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
    private readonly clock: Clock,
  ) {}

  /** Deciding a mail that is decided already changes nothing. */
  async decide(id: string): Promise<void> {
    const { mails, failed } = await this.look.all([id]);
    for (const { error } of failed) throw error;
    await this.settle(mails);
  }

  /** Decides several in one transaction, in order, because each transaction waits for the disk; those `before` them first. */
  async decideAll(ids: readonly string[], before?: Promise<void>): Promise<Together> {
    const { mails, failed } = await this.look.all(ids, before);
    await before;
    const conversations = mails.map(({ examined }) => examined?.sent?.conversationId ?? undefined);
    const isFirst = (at: number): boolean =>
      conversations[at] === undefined || conversations.indexOf(conversations[at]) === at;
    await this.settle(mails.filter((_mail, at) => isFirst(at)));
    return { left: mails.filter((_mail, at) => !isFirst(at)).map(({ stored }) => stored.id), failed };
  }

  private async settle(mails: readonly LookedAt[]): Promise<void> {
    if (mails.length === 0) return;
    for (const one of await this.db.transaction((tx) => this.settlement.settle(tx, mails))) this.tell(one);
  }

  private tell({ stored, examined, decided: { outcome, decidedBy } }: Settled): void {
    const delivery = examined?.sent && { delivery: examined.sent.deliveryId };
    this.logger.log({ inboundMail: stored.id, outcome, decidedBy, ...delivery }, 'mail decided');
    if (decidedBy === 'too-many-replies')
      this.logger.warn(
        { inboundMail: stored.id, ...delivery },
        'a conversation gets more replies by mail than people write',
      );
  }

  /** A mail that could not be decided because of an error of ours: kept, and looked at again later and later. */
  async postpone(id: string): Promise<void> {
    const stored = await this.db.manager.findOneBy(InboundMailRow, { id });
    if (!stored || stored.state === 'processed') return;
    const next = tryAfterDefect(stored.failedTries, this.clock.now());
    await this.db.query(`UPDATE inbound_mail SET failed_tries = failed_tries + 1, next_try_at = $2 WHERE id = $1`, [
      id,
      next,
    ]);
  }
}
