import { Controller, Get } from '@nestjs/common';
import { Returns, Roles, ZodQuery } from '@replyline/service-host';
import { DataSource } from 'typeorm';
import { z } from 'zod';
import { reasonOf, reasonView } from './reason.js';

const deadLetterQuery = z.object({ limit: z.coerce.number().int().min(1).max(100).default(20) });

const deadLetterList = z.object({
  deadLetters: z.array(
    z.object({
      id: z.uuid(),
      consumer: z.string(),
      stream: z.string(),
      sequence: z.int(),
      subject: z.string(),
      reason: reasonView.nullable(),
      /** Which paths break the contract, where that is why. */
      paths: z.string(),
      recordedAt: z.iso.datetime(),
    }),
  ),
});

type Row = Readonly<Record<'id' | 'consumer' | 'stream' | 'sequence' | 'subject' | 'code' | 'paths', string>> & {
  readonly recordedAt: Date;
};

/** Events that could not be handled. What they hold is not shown: it may be anything. */
@Controller('v1/dead-letters')
@Roles('server-admin')
export class DeadLettersController {
  constructor(private readonly db: DataSource) {}

  @Get()
  @Returns(200, deadLetterList, 'Events that could not be handled, newest first')
  async list(
    @ZodQuery(deadLetterQuery) { limit }: z.output<typeof deadLetterQuery>,
  ): Promise<z.output<typeof deadLetterList>> {
    const rows: Row[] = await this.db.query(
      `SELECT id, consumer, stream, sequence, subject, code, paths, recorded_at AS "recordedAt"
       FROM dead_letter ORDER BY recorded_at DESC, id LIMIT $1`,
      [limit],
    );
    return { deadLetters: rows.map(view) };
  }
}

const view = ({ code, sequence, recordedAt, ...row }: Row) => ({
  ...row,
  sequence: Number(sequence),
  reason: reasonOf(code),
  recordedAt: recordedAt.toISOString(),
});
