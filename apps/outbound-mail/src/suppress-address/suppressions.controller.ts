import { Caller, Does, idPath, type IdPath, Returns, Roles, ZodParams, ZodQuery } from '@replyline/service-host';
import { Controller, Delete, Get } from '@nestjs/common';
import { suppressionPage, suppressionQuery, type SuppressionPage, type SuppressionQuery } from './suppression-view.js';
import { Suppressions } from './suppressions.js';

@Controller('v1/suppressions')
@Roles('server-admin')
export class SuppressionsController {
  constructor(private readonly suppressions: Suppressions) {}

  @Get()
  @Does('List addresses that get no mail')
  @Returns(
    200,
    suppressionPage,
    'Suppressed addresses and why, newest first: those in force; lifted and expired ones by their state',
  )
  list(@ZodQuery(suppressionQuery) query: SuppressionQuery): Promise<SuppressionPage> {
    return this.suppressions.page(query);
  }

  @Delete(':id')
  @Does('Lift a suppression')
  @Returns(204, undefined, 'The address gets mail again')
  async lift(@ZodParams(idPath) { id }: IdPath, @Caller() { userId }: Caller): Promise<void> {
    await this.suppressions.lift(id, userId);
  }
}
