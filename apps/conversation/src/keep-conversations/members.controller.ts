import { Controller, Delete, Put } from '@nestjs/common';
import { Caller, Does, Refuses, Returns, Roles, ZodParams } from '@replyline/service-host';
import type { z } from 'zod';
import { Members } from './members.js';
import { memberPath } from './requests.js';

@Controller('v1/conversations/:id/members/:userId')
@Roles('user')
export class MembersController {
  constructor(private readonly members: Members) {}

  @Put()
  @Does('Add a member')
  @Refuses('conversation.unknown_user', 'request.conflict')
  @Returns(204, undefined, 'The user is a member')
  add(@Caller() caller: Caller, @ZodParams(memberPath) { id, userId }: z.output<typeof memberPath>): Promise<void> {
    return this.members.add({ conversationId: id, callerId: caller.userId, userId });
  }

  @Delete()
  @Does('Remove a member')
  @Returns(204, undefined, 'The user is not a member')
  remove(@Caller() caller: Caller, @ZodParams(memberPath) { id, userId }: z.output<typeof memberPath>): Promise<void> {
    return this.members.remove({ conversationId: id, callerId: caller.userId, userId });
  }
}
