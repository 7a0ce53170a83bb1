import { Caller, Does, IfMatch, Refuses, Returns, Roles, Tagged, ZodBody } from '@replyline/service-host';
import { Controller, Get, Put } from '@nestjs/common';
import { OWN_SETTINGS } from '../examples.js';
import { FindUsers } from './find-users.js';
import { ownBody, userView, type OwnBody } from './user-body.js';
import { Users } from './users.js';

@Controller('v1/me')
export class MeController {
  constructor(
    private readonly findUsers: FindUsers,
    private readonly users: Users,
  ) {}

  @Get()
  @Does('Get your directory entry')
  @Refuses('request.not_found')
  @Returns(200, userView, 'What the directory knows about you')
  async read(@Caller() { userId }: Caller) {
    const user = await this.findUsers.one(userId);
    return new Tagged(user.revision, user);
  }

  @Put()
  @Does('Change your directory entry')
  @Roles('user', 'server-admin')
  @Refuses('request.not_found')
  @Returns(200, userView, 'What the directory knows about you now')
  async save(@ZodBody(ownBody, OWN_SETTINGS) body: OwnBody, @IfMatch() basis: number, @Caller() { userId }: Caller) {
    const user = await this.users.amend(userId, basis, body);
    return new Tagged(user.revision, user);
  }
}
