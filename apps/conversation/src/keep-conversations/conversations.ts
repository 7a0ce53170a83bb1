import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { cutPage, InvalidRequest, writeCursor, type Page, type TimePlace } from '@replyline/service-host';
import { DataSource } from 'typeorm';
import type { z } from 'zod';
import { People } from '../people/people.js';
import { summarize, viewConversation, type ConversationSummary, type conversationView } from './conversation-view.js';
import { Conversation } from './conversation.entity.js';
import { Member } from './member.entity.js';
import { requireMember } from './membership.js';
import type { ConversationQuery, newConversation } from './requests.js';
import { refuseUnknown } from './unknown-users.js';

type View = z.output<typeof conversationView>;

/** Who asks for a conversation. A service does not become a member of it. */
interface Creator {
  readonly userId: string;
  readonly isUser: boolean;
}

const NOBODY = { path: 'members', message: 'Nobody could read it' };

/** Begins conversations and shows them to their members. */
@Injectable()
export class Conversations {
  constructor(
    private readonly db: DataSource,
    private readonly people: People,
  ) {}

  async create(creator: Creator, { name, members }: z.output<typeof newConversation>): Promise<View> {
    if (creator.isUser) this.people.require(creator.userId);
    else if (members.length === 0) throw new InvalidRequest([NOBODY]);
    refuseUnknown(
      members.map((userId, at) => [`members.${at}`, userId]),
      (userId) => this.people.find(userId) !== undefined,
    );
    const id = randomUUID();
    const memberIds = [...new Set(creator.isUser ? [creator.userId, ...members] : members)];
    await this.db.transaction(async (tx) => {
      await tx.insert(Conversation, { id, name, createdBy: creator.userId });
      await tx.insert(
        Member,
        memberIds.map((userId) => ({ conversationId: id, userId })),
      );
    });
    return this.view(id);
  }

  async read(id: string, readerId: string): Promise<View> {
    this.people.require(readerId);
    await requireMember(this.db.manager, id, readerId);
    return this.view(id);
  }

  /** Those of one user, newest first. */
  async listFor(userId: string, { cursor, limit }: ConversationQuery): Promise<Page<ConversationSummary>> {
    this.people.require(userId);
    const mine = this.db
      .createQueryBuilder(Conversation, 'it')
      .innerJoin(Member, 'member', 'member.conversationId = it.id AND member.userId = :userId', { userId })
      .orderBy('it.createdAt', 'DESC')
      .addOrderBy('it.id', 'DESC')
      .limit(limit + 1);
    if (cursor) mine.where('(it.createdAt, it.id) < (:at, :id)', cursor);
    const { items, next } = cutPage(await mine.getMany(), limit, cursorAfter);
    return { items: items.map(summarize), next };
  }

  private async view(id: string): Promise<View> {
    const conversation = await this.db.manager.findOneByOrFail(Conversation, { id });
    const members = await this.db.manager.find(Member, {
      where: { conversationId: id },
      order: { addedAt: 'ASC', userId: 'ASC' },
    });
    const memberIds = members.map(({ userId }) => userId);
    return viewConversation(conversation, memberIds, this.people);
  }
}

const cursorAfter = ({ createdAt, id }: Conversation): string => writeCursor<TimePlace>({ at: createdAt, id });
