import { key } from '@replyline/contracts';
import { normaliseMessageId } from '@replyline/mail';
import {
  Does,
  idPath,
  type IdPath,
  type Page,
  pageQuery,
  Returns,
  Roles,
  timeCursor,
  uuid,
  ZodParams,
  ZodQuery,
} from '@replyline/service-host';
import { Controller, Get, StreamableFile } from '@nestjs/common';
import { z } from 'zod';
import { MAIL_OUTCOMES, MAIL_STATES } from '../read-mailbox/inbound-mail.entity.js';
import {
  inboundMailDetail,
  inboundMailPage,
  toDetail,
  toSummary,
  type InboundMailDetail,
  type InboundMailSummary,
} from './inbound-mail-view.js';
import { InboundMails } from './inbound-mails.js';

const moment = z.iso
  .datetime({ offset: true })
  .transform((text) => new Date(text))
  .optional();

const filter = z.object({
  state: z.enum(MAIL_STATES).optional(),
  outcome: z.enum(MAIL_OUTCOMES).optional(),
  decidedBy: key(60).optional().describe('The rule that decided'),
  messageId: key(998).transform(normaliseMessageId).optional().describe('With its angle brackets or without them'),
  recipient: uuid.optional().describe('The id of the user who was sent the mail that it answers'),
  since: moment.describe('Taken in at this time or later'),
  until: moment.describe('Taken in before this time'),
  ...pageQuery(timeCursor),
});

/** Every mail that came in, and what became of it. */
@Controller('v1/inbound-mails')
@Roles('server-admin')
export class InboundMailsController {
  constructor(private readonly mails: InboundMails) {}

  @Get()
  @Does('List mails that came in')
  @Returns(200, inboundMailPage, 'What came in, newest first')
  async list(@ZodQuery(filter) query: z.output<typeof filter>): Promise<Page<InboundMailSummary>> {
    const { items, next } = await this.mails.list(query);
    return { items: items.map(toSummary), next };
  }

  @Get(':id')
  @Does('Get a mail with its verdict')
  @Returns(200, inboundMailDetail, 'The mail with its verdict, how it was reached, and the reply that was read from it')
  async get(@ZodParams(idPath) { id }: IdPath): Promise<InboundMailDetail> {
    const row = await this.mails.get(id);
    return toDetail(row, await this.mails.around(row));
  }

  @Get(':id/raw')
  @Does('Get a mail as it came')
  @Returns(200, undefined, 'The message as it came (message/rfc822)')
  async raw(@ZodParams(idPath) { id }: IdPath): Promise<StreamableFile> {
    const raw = await this.mails.raw(id);
    return new StreamableFile(raw, {
      type: 'message/rfc822',
      disposition: `attachment; filename="${id}.eml"`,
      length: raw.byteLength,
    });
  }
}
