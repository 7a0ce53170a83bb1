import { Caller, Does, IfMatch, Refuses, Returns, Roles, Tagged, ZodBody } from '@replyline/service-host';
import { Controller, Get, Put } from '@nestjs/common';
import { SUBSCRIPTIONS } from '../examples.js';
import { FindUsers } from '../users/find-users.js';
import { subscriptionsBody, subscriptionsView, type SubscriptionsBody } from './subscriptions-body.js';
import { Subscriptions } from './subscriptions.js';

/** What a person wants to hear of. */
@Controller('v1/me/subscriptions')
@Roles('user', 'server-admin')
export class MySubscriptionsController {
  constructor(
    private readonly chosen: Subscriptions,
    private readonly findUsers: FindUsers,
  ) {}

  @Get()
  @Does('Get your subscriptions')
  @Refuses('request.not_found')
  @Returns(200, subscriptionsView, 'The topics whose events you get by mail; ETag is the revision of your user')
  async read(@Caller() { userId }: Caller) {
    const { revision, subscriptions } = await this.findUsers.one(userId);
    return new Tagged(revision, { topics: subscriptions });
  }

  @Put()
  @Does('Change your subscriptions')
  @Refuses('request.not_found')
  @Returns(200, subscriptionsView, 'The topics whose events you get by mail from now on')
  async save(
    @ZodBody(subscriptionsBody, SUBSCRIPTIONS) { topics }: SubscriptionsBody,
    @IfMatch() basis: number,
    @Caller() { userId }: Caller,
  ) {
    const { revision, subscriptions } = await this.chosen.choose(userId, basis, topics);
    return new Tagged(revision, { topics: subscriptions });
  }
}
