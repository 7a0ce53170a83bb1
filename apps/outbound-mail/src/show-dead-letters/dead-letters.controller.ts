import { Controller, Get } from '@nestjs/common';
import {
  cutPage,
  pageOf,
  pageQuery,
  Returns,
  Roles,
  timeCursor,
  writeCursor,
  ZodQuery,
  type Page,
  type TimePlace,
} from '@replyline/service-host';
import { DataSource } from 'typeorm';
import { z } from 'zod';
import { reasonOf, reasonView } from '../show-notification/reason.js';

const deadLetterQuery = z.object(pageQuery(timeCursor));

const deadLetterView = z.object({
  id: z.uuid(),
  consumer: z.string(),
  stream: z.string(),
  sequence: z.int(),
  subject: z.string(),
  reason: reasonView.nullable(),
  paths: z.array(z.string()).describe('Which paths of the event break its contract, where that is why'),
  recordedAt: z.iso.datetime(),
});
type DeadLetterView = z.output<typeof deadLetterView>;

type Row = Readonly<Record<'id' | 'consumer' | 'stream' | 'sequence' | 'subject' | 'code' | 'paths', string>> & {
  readonly recordedAt: Date;
};

/** The column holds microseconds, a cursor milliseconds. There are few dead letters, so the order needs no index. */
const RECORDED_AT = `date_trunc('milliseconds', recorded_at)`;

/** Events that could not be handled. What they hold is not shown: it may be anything. */
@Controller('v1/dead-letters')
@Roles('server-admin')
export class DeadLettersController {
  constructor(private readonly db: DataSource) {}

  @Get()
  @Returns(200, pageOf(deadLetterView), 'Events that could not be handled, newest first')
  async list(
    @ZodQuery(deadLetterQuery) { cursor, limit }: z.output<typeof deadLetterQuery>,
  ): Promise<Page<DeadLetterView>> {
    const rows: Row[] = await this.db.query(
      `SELECT id, consumer, stream, sequence, subject, code, paths, ${RECORDED_AT} AS "recordedAt" FROM dead_letter
       WHERE $1::timestamptz IS NULL OR (${RECORDED_AT}, id) < ($1, $2::uuid)
       ORDER BY ${RECORDED_AT} DESC, id DESC LIMIT $3`,
      [cursor?.at, cursor?.id, limit + 1],
    );
    const { items, next } = cutPage(rows, limit, cursorAfter);
    return { items: items.map(view), next };
  }
}

const cursorAfter = ({ recordedAt, id }: Row): string => writeCursor<TimePlace>({ at: recordedAt, id });

const view = ({ code, sequence, paths, recordedAt, ...row }: Row): DeadLetterView => ({
  ...row,
  sequence: Number(sequence),
  reason: reasonOf(code),
  paths: paths === '' ? [] : paths.split(', '),
  recordedAt: recordedAt.toISOString(),
});
