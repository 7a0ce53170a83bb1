import {
  Caller,
  Created,
  Does,
  idPath,
  type IdPath,
  Refuses,
  Returns,
  Roles,
  Tagged,
  ZodBody,
  ZodParams,
  ZodQuery,
} from '@replyline/service-host';
import { Controller, Delete, Get, Post } from '@nestjs/common';
import { ReadRevision } from '../concurrency/read-revision.decorator.js';
import { SeenRevision } from '../concurrency/seen-revision.decorator.js';
import { DKIM_KEY } from '../examples.js';
import {
  activateQuery,
  dkimKeyBody,
  dkimKeyPage,
  dkimKeyQuery,
  dkimKeyView,
  type ActivateQuery,
  type DkimKeyBody,
  type DkimKeyQuery,
} from './dkim-key-body.js';
import { DkimKeys } from './dkim-keys.js';

@Controller('v1/dkim-keys')
@Roles('server-admin')
export class DkimKeysController {
  constructor(private readonly keys: DkimKeys) {}

  @Get()
  @Does('List DKIM keys')
  @Returns(200, dkimKeyPage, 'Keys with the records of their public halves, oldest first')
  list(@ZodQuery(dkimKeyQuery) query: DkimKeyQuery) {
    return this.keys.page(query);
  }

  @Post()
  @Does('Make a DKIM key')
  @Refuses('request.conflict')
  @Returns(201, dkimKeyView, 'A new key with the record to publish. It signs nothing before it is activated')
  async make(@ZodBody(dkimKeyBody, DKIM_KEY) body: DkimKeyBody, @Caller() { userId }: Caller) {
    const view = await this.keys.make(body, userId);
    return new Created(view.revision, view);
  }

  @Get(':id')
  @Does('Get a DKIM key')
  @Refuses('request.not_found')
  @Returns(200, dkimKeyView, 'The key without its private half; ETag is its revision')
  async read(@ZodParams(idPath) { id }: IdPath) {
    const view = await this.keys.one(id);
    return new Tagged(view.revision, view);
  }

  @Post(':id/activate')
  @Does('Sign with a DKIM key')
  @Refuses('request.not_found', 'dkim.record_missing', 'dkim.record_wrong', 'dkim.dns_failed')
  @Returns(200, dkimKeyView, 'Signs the mail of its domain from now on; the key that did so before is retired')
  async activate(
    @ZodParams(idPath) { id }: IdPath,
    @ZodQuery(activateQuery) { require }: ActivateQuery,
    @ReadRevision() revision: number | undefined,
  ) {
    const view = await this.keys.activate(id, { require, revision });
    return new Tagged(view.revision, view);
  }

  @Delete(':id')
  @Does('Delete a DKIM key')
  @Refuses('request.not_found')
  @Returns(204, undefined, 'Gone. Without an active key the mail of a domain is not signed')
  remove(@ZodParams(idPath) { id }: IdPath, @SeenRevision() revision: number | undefined): Promise<void> {
    return this.keys.remove(id, revision);
  }
}
