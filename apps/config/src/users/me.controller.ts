import { Caller, Returns, Tagged } from '@replyline/service-host';
import { Controller, Get } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { FindUsers } from './find-users.js';
import { userView } from './user-body.js';

@ApiTags('users')
@Controller('v1/me')
export class MeController {
  constructor(private readonly findUsers: FindUsers) {}

  @Get()
  @ApiOperation({ summary: 'The user that the token names', description: 'For any caller.' })
  @Returns(200, userView, 'What the directory knows about you, with its revision as ETag.')
  async read(@Caller() { userId }: Caller) {
    const user = await this.findUsers.one(userId);
    return new Tagged(user.revision, user);
  }
}
