import { FailureAt } from '@replyline/service-host';
import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { People } from '../people/people.js';
import { Conversation } from './conversation.entity.js';
import { Member } from './member.entity.js';
import { isMember, lockForMember } from './membership.js';
import { MAX_MEMBERS } from './requests.js';
import { refuseUnknown } from './unknown-users.js';

/** One member changes whether one user is a member. Both ways may be repeated. */
interface MemberChange {
  readonly conversationId: string;
  readonly callerId: string;
  readonly userId: string;
}

const FULL = { path: 'path.userId', message: `The conversation has ${MAX_MEMBERS} members, and no more can be` };

/** Any member may bring somebody in or take somebody out, himself too. */
@Injectable()
export class Members {
  constructor(
    private readonly db: DataSource,
    private readonly people: People,
  ) {}

  async add({ conversationId, callerId, userId }: MemberChange): Promise<void> {
    this.people.require(callerId);
    await this.db.transaction(async (tx) => {
      await lockForMember(tx, conversationId, callerId);
      refuseUnknown([['path.userId', userId]], (id) => this.people.find(id) !== undefined);
      if (await isMember(tx, conversationId, userId)) return;
      const members = await tx.countBy(Member, { conversationId });
      if (members >= MAX_MEMBERS) throw new FailureAt('request.conflict', [FULL]);
      await tx.insert(Member, { conversationId, userId });
    });
  }

  /** The posts of somebody who left stay; an assignment to him does not. */
  async remove({ conversationId, callerId, userId }: MemberChange): Promise<void> {
    this.people.require(callerId);
    await this.db.transaction(async (tx) => {
      const { assigneeId } = await lockForMember(tx, conversationId, callerId);
      await tx.delete(Member, { conversationId, userId });
      if (assigneeId === userId) await tx.update(Conversation, conversationId, { assigneeId: null });
    });
  }
}
