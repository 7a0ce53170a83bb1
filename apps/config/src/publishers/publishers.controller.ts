import { Creates, Does, Refuses, Returns, Roles, Tagged, ZodBody, ZodParams, ZodQuery } from '@replyline/service-host';
import { Controller, Delete, Get, Put } from '@nestjs/common';
import { BasedOn } from '../concurrency/based-on.decorator.js';
import type { Precondition } from '../concurrency/precondition.js';
import { saved } from '../concurrency/saved.js';
import { SeenRevision } from '../concurrency/seen-revision.decorator.js';
import { PUBLISHER } from '../examples.js';
import {
  publisherBody,
  publisherPage,
  publisherPath,
  publisherQuery,
  publisherView,
  type PublisherBody,
  type PublisherPath,
  type PublisherQuery,
} from './publisher-body.js';
import { Publishers } from './publishers.js';

@Controller('v1/publishers')
@Roles('server-admin')
export class PublishersController {
  constructor(private readonly publishers: Publishers) {}

  @Get()
  @Does('List publishers')
  @Returns(200, publisherPage, 'Publishers in the order of their names')
  list(@ZodQuery(publisherQuery) query: PublisherQuery) {
    return this.publishers.page(query);
  }

  @Get(':name')
  @Does('Get a publisher')
  @Refuses('request.not_found')
  @Returns(200, publisherView, 'What the service may claim; ETag is its revision')
  async read(@ZodParams(publisherPath) { name }: PublisherPath) {
    const view = await this.publishers.one(name);
    return new Tagged(view.revision, view);
  }

  @Put(':name')
  @Does('Add or change a publisher')
  @Creates('The service may ask for notifications from now on')
  @Returns(
    200,
    publisherView,
    'What the service may claim from now on. The broker must let it publish in its name as well',
  )
  async put(
    @ZodParams(publisherPath) { name }: PublisherPath,
    @ZodBody(publisherBody, PUBLISHER) body: PublisherBody,
    @BasedOn() precondition: Precondition,
  ) {
    return saved(await this.publishers.put(name, body, precondition));
  }

  @Delete(':name')
  @Does('Delete a publisher')
  @Refuses('request.not_found', 'publisher.needed')
  @Returns(204, undefined, 'The service may ask for nothing any more')
  remove(
    @ZodParams(publisherPath) { name }: PublisherPath,
    @SeenRevision() revision: number | undefined,
  ): Promise<void> {
    return this.publishers.remove(name, revision);
  }
}
