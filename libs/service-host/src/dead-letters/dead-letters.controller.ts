import { Controller, Get, Post } from '@nestjs/common';
import { Failure } from '@replyline/errors';
import { DEAD_LETTER_STATES, Redrive } from '@replyline/messaging';
import { DataSource } from 'typeorm';
import { z } from 'zod';
import { Roles } from '../access/access-rules.js';
import { Caller } from '../access/caller.js';
import { timeCursor, writeCursor, type TimePlace } from '../request/cursor.js';
import { cutPage, pageQuery, type Page } from '../request/page.js';
import { Does, Refuses, Returns } from '../request/returns.js';
import { idPath, type IdPath } from '../request/uuid.js';
import { ZodParams, ZodQuery } from '../request/zod-decorators.js';
import {
  deadLetterPage,
  deadLetterView,
  summarize,
  viewOf,
  type DeadLetterRow,
  type DeadLetterSummary,
  type DeadLetterView,
  type WholeRow,
} from './dead-letter-view.js';

const deadLetterQuery = z.object({
  state: z.enum(DEAD_LETTER_STATES).optional(),
  eventId: z
    .string()
    .max(255)
    .refine((text) => !text.includes('\0'), 'has a NUL')
    .optional()
    .describe('The id of the event'),
  ...pageQuery(timeCursor),
});

/** The column holds microseconds, a cursor milliseconds. There are few dead letters, so the order needs no index. */
const RECORDED_AT = `date_trunc('milliseconds', recorded_at)`;
const SUMMARY = `id, consumer, stream, sequence, subject, event_id AS "eventId", code, paths, why, ${RECORDED_AT} AS "recordedAt",
  state, decided_at AS "decidedAt", decided_by AS "decidedBy"`;

/** Events that this service could not handle. What they hold may be anything, also what people wrote. */
@Controller('v1/dead-letters')
@Roles('server-admin')
export class DeadLettersController {
  constructor(
    private readonly db: DataSource,
    private readonly letters: Redrive,
  ) {}

  @Get()
  @Does('List events that could not be handled')
  @Returns(200, deadLetterPage, 'Events that could not be handled, newest first, without what they hold')
  async list(
    @ZodQuery(deadLetterQuery) { state, eventId, cursor, limit }: z.output<typeof deadLetterQuery>,
  ): Promise<Page<DeadLetterSummary>> {
    const rows: DeadLetterRow[] = await this.db.query(
      `SELECT ${SUMMARY} FROM dead_letter
       WHERE ($1::timestamptz IS NULL OR (${RECORDED_AT}, id) < ($1, $2::uuid)) AND ($4::text IS NULL OR state = $4)
         AND ($5::text IS NULL OR event_id = $5)
       ORDER BY ${RECORDED_AT} DESC, id DESC LIMIT $3`,
      [cursor?.at, cursor?.id, limit + 1, state, eventId],
    );
    const { items, next } = cutPage(rows, limit, cursorAfter);
    return { items: items.map(summarize), next };
  }

  @Get(':id')
  @Does('Get an event that could not be handled')
  @Returns(200, deadLetterView, 'One of them whole: its headers, and its payload as JSON where it is JSON')
  read(@ZodParams(idPath) { id }: IdPath): Promise<DeadLetterView> {
    return this.find(id);
  }

  @Post(':id/redrive')
  @Does('Handle an event that could not be handled again')
  @Refuses('request.conflict', 'event.not_handled')
  @Returns(200, deadLetterView, 'It is handled, by this call or an earlier one; refused when it was discarded')
  async redrive(@ZodParams(idPath) { id }: IdPath, @Caller() { userId }: Caller): Promise<DeadLetterView> {
    await this.letters.redrive(id, userId);
    return this.find(id);
  }

  @Post(':id/discard')
  @Does('Discard an event that could not be handled')
  @Refuses('request.conflict')
  @Returns(200, deadLetterView, 'Nothing will be done about it; it stays in the list')
  async discard(@ZodParams(idPath) { id }: IdPath, @Caller() { userId }: Caller): Promise<DeadLetterView> {
    await this.letters.discard(id, userId);
    return this.find(id);
  }

  private async find(id: string): Promise<DeadLetterView> {
    const [row]: WholeRow[] = await this.db.query(
      `SELECT ${SUMMARY}, headers, payload FROM dead_letter WHERE id = $1`,
      [id],
    );
    if (!row) throw new Failure('request.not_found');
    return viewOf(row);
  }
}

const cursorAfter = ({ recordedAt, id }: DeadLetterRow): string => writeCursor<TimePlace>({ at: recordedAt, id });
