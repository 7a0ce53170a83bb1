import { NotificationRequestedV1, type DirectoryUser, type Event } from '@replyline/contracts';
import { Outbox } from '@replyline/messaging';
import { FailureAt } from '@replyline/service-host';
import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { Conversation } from '../keep-conversations/conversation.entity.js';
import { isMember, lockForMember } from '../keep-conversations/membership.js';
import { People } from '../people/people.js';
import { requested } from '../source.js';
import { settleAssignment, type Assignment } from './assignment.js';

/** One member says who takes care of a conversation. */
interface AssignmentRequest {
  readonly conversationId: string;
  readonly callerId: string;
  readonly userId: string | null;
}

const NOT_A_MEMBER = { path: 'userId', message: 'is not a member of the conversation' };

/** Gives a conversation to one of its members, and has him told. */
@Injectable()
export class Assign {
  constructor(
    private readonly db: DataSource,
    private readonly people: People,
    private readonly outbox: Outbox,
  ) {}

  async to({ conversationId, callerId, userId }: AssignmentRequest): Promise<Assignment> {
    const actor = this.people.require(callerId);
    return this.db.transaction(async (tx) => {
      const conversation = await lockForMember(tx, conversationId, callerId);
      if (userId !== null && !(await isMember(tx, conversationId, userId))) {
        throw new FailureAt('conversation.not_a_member', [NOT_A_MEMBER]);
      }
      const assignment = settleAssignment({ callerId, userId, currentId: conversation.assigneeId });
      await tx.update(Conversation, conversationId, { assigneeId: userId });
      if (assignment.notified) await this.outbox.add(tx, assigned(assignment.userId, conversation, actor));
      return assignment;
    });
  }
}

/** Without `replyTo`: an assignment cannot be answered. */
const assigned = (userId: string, conversation: Conversation, actor: DirectoryUser): Event =>
  NotificationRequestedV1.make(
    {
      kind: 'assignment',
      lane: 'normal',
      recipients: [{ userId }],
      threadId: conversation.id,
      actorId: actor.id,
      variables: { actorName: actor.displayName, conversationName: conversation.name },
    },
    requested(),
  );
