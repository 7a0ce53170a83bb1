import { Failure } from '@replyline/errors';
import { Injectable } from '@nestjs/common';
import { DataSource, type SelectQueryBuilder } from 'typeorm';
import { InboundMailRow, type MailState } from '../read-mailbox/inbound-mail.entity.js';
import { readCursor, writeCursor } from './cursor.js';

export interface Filter {
  readonly state?: MailState | undefined;
  readonly outcome?: string | undefined;
  /** The `next` of the page before. */
  readonly before?: string | undefined;
  readonly limit: number;
}

export interface Page {
  readonly rows: readonly InboundMailRow[];
  readonly next: string | null;
}

/** What operators look at first when somebody asks where his answer is. */
@Injectable()
export class InboundMails {
  constructor(private readonly db: DataSource) {}

  /** Newest first. */
  async list({ state, outcome, before, limit }: Filter): Promise<Page> {
    const query = this.query()
      .orderBy('mail.storedAt', 'DESC')
      .addOrderBy('mail.id', 'DESC')
      .limit(limit + 1);
    if (state) query.andWhere('mail.state = :state', { state });
    if (outcome) query.andWhere('mail.outcome = :outcome', { outcome });
    if (before) query.andWhere('(mail.storedAt, mail.id) < (:storedAt, :id)', readCursor(before));
    const rows = await query.getMany();
    const last = rows.length > limit ? rows[limit - 1] : undefined;
    return { rows: rows.slice(0, limit), next: last ? writeCursor(last) : null };
  }

  /** Throws `request.not_found`. */
  async get(id: string): Promise<InboundMailRow> {
    return found(await this.query().where('mail.id = :id', { id }).getOne());
  }

  /** The message as the server gave it. Throws `request.not_found`. */
  async raw(id: string): Promise<Buffer> {
    return found(await this.query().addSelect('mail.raw').where('mail.id = :id', { id }).getOne()).raw;
  }

  private query(): SelectQueryBuilder<InboundMailRow> {
    return this.db.manager.createQueryBuilder(InboundMailRow, 'mail');
  }
}

function found(row: InboundMailRow | null): InboundMailRow {
  if (!row) throw new Failure('request.not_found');
  return row;
}
