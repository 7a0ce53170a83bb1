import { Does, idPath, type IdPath, Refuses, Returns, Roles, ZodParams } from '@replyline/service-host';
import { Controller, Get } from '@nestjs/common';
import { z } from 'zod';
import { MakeCase, type MadeCase } from './make-case.js';

const madeCase = z.object({
  isFaithful: z
    .boolean()
    .describe('The anonymous mail is decided, and read line by line, as the one that it was made from'),
  files: z.array(z.object({ path: z.string().describe('Below the root of the repository'), content: z.string() })),
});

/** A mail as a case of the corpus: words, names, numbers and addresses are made up, the layout is not. */
@Controller('v1/inbound-mails/:id/case')
@Roles('server-admin')
export class MakeCaseController {
  constructor(private readonly cases: MakeCase) {}

  @Get()
  @Does('Make an anonymous case of a mail')
  @Refuses('mail.unreadable')
  @Returns(
    200,
    madeCase,
    'The files of the case; what they expect is what was found, to be corrected before they are kept',
  )
  make(@ZodParams(idPath) { id }: IdPath): Promise<MadeCase> {
    return this.cases.of(id);
  }
}
