import { Failure } from '@replyline/errors';
import { Caller, Does, Refuses, Returns, Roles, Tagged, UnlikeEveryPost, uuid } from '@replyline/service-host';
import { Controller, Delete, Get, Post, Res } from '@nestjs/common';
import type { Response } from 'express';
import { SeenRevision } from '../concurrency/seen-revision.decorator.js';
import { LinkAccounts } from './link-accounts.js';
import { LinkCookie } from './link-cookie.js';
import { linkedAccountView, linkView } from './linked-account-view.js';
import { LinkedAccounts } from './linked-accounts.js';

@Controller('v1/me/linked-account')
@Roles('server-admin', 'user')
export class MyLinkedAccountController {
  constructor(
    private readonly accounts: LinkedAccounts,
    private readonly linking: LinkAccounts,
    private readonly cookie: LinkCookie,
  ) {}

  @Get()
  @Does('Get your linked account')
  @Refuses('request.not_found')
  @Returns(200, linkedAccountView, 'Your linked account; ETag is its revision')
  async read(@Caller() caller: Caller) {
    const view = await this.accounts.ofUser(personOf(caller));
    return new Tagged(view.revision, view);
  }

  @Post('link')
  @UnlikeEveryPost('its answer is a secret, which nothing may keep; done again, it begins anew')
  @Does('Begin to link your account')
  @Refuses('account.app_missing', 'account.public_url_missing', 'seal.not_ours')
  @Returns(201, linkView, 'Where to link your account, or to link it again')
  async link(@Caller() caller: Caller, @Res({ passthrough: true }) response: Response) {
    const ownerId = personOf(caller);
    return this.cookie.give(response, await this.linking.begin({ ownerId, begunBy: ownerId }));
  }

  @Delete()
  @Does('Unlink your account')
  @Refuses('request.not_found', 'account.in_use')
  @Returns(204, undefined, 'Unlinked, its tokens are deleted; refused while settings of yours send through it')
  remove(@Caller() caller: Caller, @SeenRevision() revision: number | undefined): Promise<void> {
    return this.accounts.remove({ ownerId: personOf(caller) }, revision);
  }
}

/** A token may name what is no user of the directory, who can own nothing. */
function personOf({ userId }: Caller): string {
  if (!uuid.safeParse(userId).success) throw new Failure('access.denied');
  return userId;
}
