import { Returns, Roles, ZodParams, ZodQuery } from '@replyline/service-host';
import { Controller, Get, StreamableFile } from '@nestjs/common';
import { z } from 'zod';
import { inboundMailDetail, inboundMailPage, toDetail, toSummary } from './inbound-mail-view.js';
import { InboundMails } from './inbound-mails.js';

const filter = z.object({
  state: z.enum(['stored', 'waiting', 'processed']).optional(),
  outcome: z.string().max(40).optional(),
  before: z.string().max(200).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});
const params = z.object({ id: z.uuid() });

type Params = z.output<typeof params>;

/** Every mail that came in, and what became of it. */
@Controller('v1/inbound-mails')
@Roles('server-admin')
export class InboundMailsController {
  constructor(private readonly mails: InboundMails) {}

  @Get()
  @Returns(200, inboundMailPage, 'The newest first')
  async list(@ZodQuery(filter) query: z.output<typeof filter>): Promise<z.output<typeof inboundMailPage>> {
    const { rows, next } = await this.mails.list(query);
    return { items: rows.map(toSummary), next };
  }

  @Get(':id')
  @Returns(200, inboundMailDetail, 'The mail with its verdict, how it was reached, and the reply that was read from it')
  async get(@ZodParams(params) { id }: Params): Promise<z.output<typeof inboundMailDetail>> {
    return toDetail(await this.mails.get(id));
  }

  @Get(':id/raw')
  @Returns(200, undefined, 'The message as it came (message/rfc822)')
  async raw(@ZodParams(params) { id }: Params): Promise<StreamableFile> {
    const raw = await this.mails.raw(id);
    return new StreamableFile(raw, {
      type: 'message/rfc822',
      disposition: `attachment; filename="${id}.eml"`,
      length: raw.byteLength,
    });
  }
}
