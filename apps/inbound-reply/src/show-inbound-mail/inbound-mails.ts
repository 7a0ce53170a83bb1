import { Failure } from '@replyline/errors';
import { Documents } from '@replyline/messaging';
import { cutPage, writeCursor, type Page, type TimePlace } from '@replyline/service-host';
import { Injectable } from '@nestjs/common';
import { DataSource, type SelectQueryBuilder } from 'typeorm';
import { Clock } from '../clock.js';
import { HeldReply } from '../held-replies/held-reply.entity.js';
import { isInDirectory, standingOf, type Standing } from '../held-replies/standing.js';
import { InboundMailRow, type MailOutcome, type MailState } from '../read-mailbox/inbound-mail.entity.js';
import { AnnouncedMail, isToSomebody } from '../remember-sent-mail/announced-mail.entity.js';

interface Filter {
  readonly state?: MailState | undefined;
  readonly outcome?: MailOutcome | undefined;
  /** The rule that decided. */
  readonly decidedBy?: string | undefined;
  readonly messageId?: string | undefined;
  /** Who was sent the mail that it answers. */
  readonly recipient?: string | undefined;
  readonly since?: Date | undefined;
  readonly until?: Date | undefined;
  /** Where the page before ended. */
  readonly cursor?: TimePlace | undefined;
  readonly limit: number;
}

/** What a list is narrowed by. */
const CONDITIONS = {
  state: 'mail.state = :state',
  outcome: 'mail.outcome = :outcome',
  decidedBy: 'mail.decidedBy = :decidedBy',
  messageId: 'mail.messageId = :messageId',
  recipient: 'mail.replyKey IN (SELECT reply_key FROM sent_mail WHERE user_id = :recipient)',
  since: 'mail.storedAt >= :since',
  until: 'mail.storedAt < :until',
} as const;

/** What is known about a mail besides what it is. */
export interface Around {
  /** The mail of ours that it answers or is about. */
  readonly answered: AnnouncedMail | null;
  readonly held: (HeldReply & { readonly standing: Standing }) | null;
}

/** What operators look at first when somebody asks where his answer is. */
@Injectable()
export class InboundMails {
  constructor(
    private readonly db: DataSource,
    private readonly documents: Documents,
    private readonly clock: Clock,
  ) {}

  /** Newest first. */
  async list({ cursor, limit, ...asked }: Filter): Promise<Page<InboundMailRow>> {
    const query = this.query()
      .orderBy('mail.storedAt', 'DESC')
      .addOrderBy('mail.id', 'DESC')
      .limit(limit + 1);
    for (const [name, condition] of Object.entries(CONDITIONS)) {
      const value = asked[name as keyof typeof CONDITIONS];
      if (value !== undefined) query.andWhere(condition, { [name]: value });
    }
    if (cursor) query.andWhere('(mail.storedAt, mail.id) < (:at, :id)', cursor);
    return cutPage(await query.getMany(), limit, cursorAfter);
  }

  /** Throws `request.not_found`. */
  async get(id: string): Promise<InboundMailRow> {
    return found(await this.query().where('mail.id = :id', { id }).getOne());
  }

  async around({ replyKey, replyId }: InboundMailRow): Promise<Around> {
    const answered = replyKey === null ? null : await this.db.manager.findOneBy(AnnouncedMail, { replyKey });
    const held = replyId === null ? null : await this.lastHeld(replyId);
    const isKnown = answered !== null && isToSomebody(answered) && isInDirectory(this.documents, answered);
    return { answered, held: held && { ...held, standing: standingOf(held, this.clock.now(), isKnown) } };
  }

  /** The message as the server gave it. Throws `request.not_found`, also where it gave nothing. */
  async raw(id: string): Promise<Buffer> {
    const row = await this.query().addSelect('mail.raw').where('mail.id = :id', { id }).getOne();
    return found(row?.raw);
  }

  private lastHeld(replyId: string): Promise<HeldReply | null> {
    return this.db.manager.findOne(HeldReply, { where: { replyId }, order: { heldAt: 'DESC' } });
  }

  private query(): SelectQueryBuilder<InboundMailRow> {
    return this.db.manager.createQueryBuilder(InboundMailRow, 'mail');
  }
}

const cursorAfter = ({ storedAt, id }: InboundMailRow): string => writeCursor<TimePlace>({ at: storedAt, id });

function found<T>(it: T | null | undefined): T {
  if (it === null || it === undefined) throw new Failure('request.not_found');
  return it;
}
