import { Controller, Put } from '@nestjs/common';
import {
  Caller,
  Does,
  idPath,
  type IdPath,
  Refuses,
  Returns,
  Roles,
  uuid,
  ZodBody,
  ZodParams,
} from '@replyline/service-host';
import { z } from 'zod';
import { Assign } from './assign.js';
import { assignmentView, type Assignment } from './assignment.js';

const newAssignee = z.object({ userId: uuid.nullable().describe('null: nobody') });

@Controller('v1/conversations/:id/assignee')
@Roles('user')
export class AssignController {
  constructor(private readonly assign: Assign) {}

  @Put()
  @Does('Assign a conversation, or nobody')
  @Refuses('conversation.not_a_member')
  @Returns(200, assignmentView, 'Who takes care of the conversation now, and whether he gets a mail')
  put(
    @Caller() caller: Caller,
    @ZodParams(idPath) { id }: IdPath,
    @ZodBody(newAssignee) { userId }: z.output<typeof newAssignee>,
  ): Promise<Assignment> {
    return this.assign.to({ conversationId: id, callerId: caller.userId, userId });
  }
}
