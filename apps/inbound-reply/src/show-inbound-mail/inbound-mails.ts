import { Failure } from '@replyline/errors';
import { cutPage, writeCursor, type Page, type TimePlace } from '@replyline/service-host';
import { Injectable } from '@nestjs/common';
import { DataSource, type SelectQueryBuilder } from 'typeorm';
import { InboundMailRow, type MailOutcome, type MailState } from '../read-mailbox/inbound-mail.entity.js';

interface Filter {
  readonly state?: MailState | undefined;
  readonly outcome?: MailOutcome | undefined;
  /** The rule that decided. */
  readonly decidedBy?: string | undefined;
  readonly messageId?: string | undefined;
  /** Where the page before ended. */
  readonly cursor?: TimePlace | undefined;
  readonly limit: number;
}

/** What a list is narrowed by. */
const EXACTLY = ['state', 'outcome', 'decidedBy', 'messageId'] as const;

/** What operators look at first when somebody asks where his answer is. */
@Injectable()
export class InboundMails {
  constructor(private readonly db: DataSource) {}

  /** Newest first. */
  async list({ cursor, limit, ...exactly }: Filter): Promise<Page<InboundMailRow>> {
    const query = this.query()
      .orderBy('mail.storedAt', 'DESC')
      .addOrderBy('mail.id', 'DESC')
      .limit(limit + 1);
    for (const column of EXACTLY)
      if (exactly[column] !== undefined) query.andWhere(`mail.${column} = :${column}`, exactly);
    if (cursor) query.andWhere('(mail.storedAt, mail.id) < (:at, :id)', cursor);
    return cutPage(await query.getMany(), limit, cursorAfter);
  }

  /** Throws `request.not_found`. */
  async get(id: string): Promise<InboundMailRow> {
    return found(await this.query().where('mail.id = :id', { id }).getOne());
  }

  /** The message as the server gave it. Throws `request.not_found`, also where it gave nothing. */
  async raw(id: string): Promise<Buffer> {
    const row = await this.query().addSelect('mail.raw').where('mail.id = :id', { id }).getOne();
    return found(row?.raw);
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
