import {
  Does,
  idPath,
  type IdPath,
  Refuses,
  Returns,
  Roles,
  Tagged,
  ZodBody,
  ZodParams,
} from '@replyline/service-host';
import { Controller, Get, Put } from '@nestjs/common';
import { SeenRevision } from '../concurrency/seen-revision.decorator.js';
import { SUBSCRIPTIONS } from '../examples.js';
import { FindUsers } from '../users/find-users.js';
import { subscriptionsBody, subscriptionsView, type SubscriptionsBody } from './subscriptions-body.js';
import { Subscriptions } from './subscriptions.js';

/** The same for who looks after other people: an admin, or the service that has the page on which they choose. */
@Controller('v1/users/:id/subscriptions')
@Roles('server-admin', 'service')
export class UserSubscriptionsController {
  constructor(
    private readonly chosen: Subscriptions,
    private readonly findUsers: FindUsers,
  ) {}

  @Get()
  @Does('Get the subscriptions of a user')
  @Refuses('request.not_found')
  @Returns(200, subscriptionsView, 'The topics whose events the user gets by mail; ETag is the revision of the user')
  async read(@ZodParams(idPath) { id }: IdPath) {
    const { revision, subscriptions } = await this.findUsers.one(id);
    return new Tagged(revision, { topics: subscriptions });
  }

  @Put()
  @Does('Change the subscriptions of a user')
  @Refuses('request.not_found')
  @Returns(200, subscriptionsView, 'The topics whose events the user gets by mail from now on')
  async save(
    @ZodParams(idPath) { id }: IdPath,
    @ZodBody(subscriptionsBody, SUBSCRIPTIONS) { topics }: SubscriptionsBody,
    @SeenRevision() basis: number | undefined,
  ) {
    const { revision, subscriptions } = await this.chosen.choose(id, basis, topics);
    return new Tagged(revision, { topics: subscriptions });
  }
}
