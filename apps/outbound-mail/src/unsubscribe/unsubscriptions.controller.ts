import { Caller, Does, idPath, type IdPath, Returns, Roles, ZodParams, ZodQuery } from '@replyline/service-host';
import { Controller, Delete, Get } from '@nestjs/common';
import { ListUnsubscriptions } from './list-unsubscriptions.js';
import {
  unsubscriptionPage,
  unsubscriptionQuery,
  type UnsubscriptionPage,
  type UnsubscriptionQuery,
} from './unsubscription-view.js';

/** For admins, and for the service that has the page on which people choose their topics. */
@Controller('v1/unsubscriptions')
@Roles('server-admin', 'service')
export class UnsubscriptionsController {
  constructor(private readonly unsubscriptions: ListUnsubscriptions) {}

  @Get()
  @Does('List who unsubscribed by mail')
  @Returns(200, unsubscriptionPage, 'Who wants no more mail about which topic, newest first')
  list(@ZodQuery(unsubscriptionQuery) query: UnsubscriptionQuery): Promise<UnsubscriptionPage> {
    return this.unsubscriptions.page(query);
  }

  @Delete(':id')
  @Does('Let mail about a topic go to somebody again')
  @Returns(204, undefined, 'Mail about the topic goes to him again, because he asked for it')
  async remove(@ZodParams(idPath) { id }: IdPath, @Caller() { userId }: Caller): Promise<void> {
    await this.unsubscriptions.remove(id, userId);
  }
}
