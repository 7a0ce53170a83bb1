import { Caller, Refuses, Returns, Tagged } from '@replyline/service-host';
import { Controller, Get } from '@nestjs/common';
import { FindUsers } from './find-users.js';
import { userView } from './user-body.js';

@Controller('v1/me')
export class MeController {
  constructor(private readonly findUsers: FindUsers) {}

  @Get()
  @Refuses('request.not_found')
  @Returns(200, userView, 'What the directory knows about you')
  async read(@Caller() { userId }: Caller) {
    const user = await this.findUsers.one(userId);
    return new Tagged(user.revision, user);
  }
}
