import { Caller, Creates, Does, Refuses, Returns, Roles, Tagged, ZodBody } from '@replyline/service-host';
import { Controller, Get, Put } from '@nestjs/common';
import { BasedOn } from '../concurrency/based-on.decorator.js';
import type { Precondition } from '../concurrency/precondition.js';
import { saved } from '../concurrency/saved.js';
import { ALTERNATIVE_SENDERS } from '../examples.js';
import {
  alternativeSendersBody,
  alternativeSendersView,
  type AlternativeSendersBody,
} from './alternative-senders-body.js';
import { AlternativeSenders } from './alternative-senders.js';

@Controller('v1/alternative-senders')
@Roles('server-admin')
export class AlternativeSendersController {
  constructor(private readonly senders: AlternativeSenders) {}

  @Get()
  @Does('Get the alternative senders')
  @Returns(200, alternativeSendersView, 'The list, empty before the first save; ETag is its revision')
  async read() {
    const view = await this.senders.read();
    return new Tagged(view.revision, view);
  }

  @Put()
  @Does('Save the alternative senders')
  @Refuses('sender.in_use')
  @Creates('The list, saved for the first time')
  @Returns(
    200,
    alternativeSendersView,
    'The whole list as it is now. None of it is tried: mail fails later for an address that the server does not know. ' +
      'If-Match is required once a list was saved',
  )
  async save(
    @ZodBody(alternativeSendersBody, ALTERNATIVE_SENDERS) body: AlternativeSendersBody,
    @BasedOn() precondition: Precondition,
    @Caller() { userId }: Caller,
  ) {
    return saved(await this.senders.save(body, { precondition, userId }));
  }
}
