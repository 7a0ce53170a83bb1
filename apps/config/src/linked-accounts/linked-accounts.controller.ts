import {
  Caller,
  Does,
  idPath,
  type IdPath,
  Refuses,
  Returns,
  Roles,
  Tagged,
  UnlikeEveryPost,
  ZodParams,
  ZodQuery,
} from '@replyline/service-host';
import { Controller, Delete, Get, Post, Res } from '@nestjs/common';
import type { Response } from 'express';
import { SeenRevision } from '../concurrency/seen-revision.decorator.js';
import { LinkAccounts } from './link-accounts.js';
import { LinkCookie } from './link-cookie.js';
import {
  linkedAccountPage,
  linkedAccountQuery,
  linkedAccountView,
  linkView,
  type LinkedAccountQuery,
} from './linked-account-view.js';
import { LinkedAccounts } from './linked-accounts.js';

@Controller('v1/linked-accounts')
@Roles('server-admin')
export class LinkedAccountsController {
  constructor(
    private readonly accounts: LinkedAccounts,
    private readonly linking: LinkAccounts,
    private readonly cookie: LinkCookie,
  ) {}

  @Get()
  @Does('List linked accounts')
  @Returns(200, linkedAccountPage, 'Linked accounts of the system and of users, without their tokens')
  list(@ZodQuery(linkedAccountQuery) query: LinkedAccountQuery) {
    return this.accounts.page(query);
  }

  @Post('link')
  @UnlikeEveryPost('its answer is a secret, which nothing may keep; done again, it begins anew')
  @Does('Begin to link the account of the system')
  @Refuses('account.app_missing', 'account.public_url_missing', 'seal.not_ours')
  @Returns(201, linkView, 'Where to link the account of the system, or to link it again')
  async link(@Caller() { userId }: Caller, @Res({ passthrough: true }) response: Response) {
    return this.cookie.give(response, await this.linking.begin({ ownerId: null, begunBy: userId }));
  }

  @Get(':id')
  @Does('Get a linked account')
  @Refuses('request.not_found')
  @Returns(200, linkedAccountView, 'The account; ETag is its revision, which also grows when its tokens are renewed')
  async read(@ZodParams(idPath) { id }: IdPath) {
    const view = await this.accounts.one(id);
    return new Tagged(view.revision, view);
  }

  @Delete(':id')
  @Does('Unlink an account')
  @Refuses('request.not_found', 'account.in_use')
  @Returns(204, undefined, 'Unlinked, its tokens are deleted; refused while settings send or read through it')
  remove(@ZodParams(idPath) { id }: IdPath, @SeenRevision() revision: number | undefined): Promise<void> {
    return this.accounts.remove({ id }, revision);
  }
}
