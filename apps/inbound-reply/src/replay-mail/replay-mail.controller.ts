import { key, moment } from '@replyline/contracts';
import {
  Caller,
  Does,
  idPath,
  type IdPath,
  Refuses,
  Returns,
  Roles,
  ZodBody,
  ZodParams,
} from '@replyline/service-host';
import { Controller, HttpCode, Post } from '@nestjs/common';
import { z } from 'zod';
import { MAIL_OUTCOMES } from '../read-mailbox/inbound-mail.entity.js';
import { ReplayMail } from './replay-mail.js';

/** What was posted is never decided again, so it is not asked for. */
const selection = z.strictObject({
  outcome: z.enum(MAIL_OUTCOMES).exclude(['accept', 'wait']),
  decidedBy: key(60).optional().describe('The rule that decided'),
  receivedAfter: moment.transform((text) => new Date(text)).optional(),
  limit: z.int().min(1).max(1_000).default(100),
});
const replayed = z.object({ replayed: z.int().describe('How many mails are decided again') });

/** Mails are decided again: after a fix, or once a setting is right. */
@Controller('v1/inbound-mails')
@Roles('server-admin')
export class ReplayMailController {
  constructor(private readonly mails: ReplayMail) {}

  @Post('replay')
  @HttpCode(202)
  @Does('Decide mails again')
  @Returns(202, replayed, 'They are decided again, oldest first; what cannot be is passed over')
  async all(
    @ZodBody(selection) which: z.output<typeof selection>,
    @Caller() { userId }: Caller,
  ): Promise<z.output<typeof replayed>> {
    return { replayed: await this.mails.all(which, userId) };
  }

  @Post(':id/replay')
  @HttpCode(202)
  @Does('Decide a mail again')
  @Refuses('mail.not_replayable')
  @Returns(202, replayed, 'It is decided again')
  async one(@ZodParams(idPath) { id }: IdPath, @Caller() { userId }: Caller): Promise<z.output<typeof replayed>> {
    await this.mails.one(id, userId);
    return { replayed: 1 };
  }
}
