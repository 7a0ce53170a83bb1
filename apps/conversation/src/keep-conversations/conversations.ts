import { createHash, randomUUID } from 'node:crypto';
import { stableId } from '@replyline/contracts';
import { Failure } from '@replyline/errors';
import { Injectable } from '@nestjs/common';
import { cutPage, InvalidRequest, writeCursor, type Page, type TimePlace } from '@replyline/service-host';
import { DataSource, type EntityManager } from 'typeorm';
import type { z } from 'zod';
import { People } from '../people/people.js';
import { summarize, viewConversation, type ConversationSummary, type conversationView } from './conversation-view.js';
import { Conversation } from './conversation.entity.js';
import { Member } from './member.entity.js';
import { requireMember } from './membership.js';
import type { ConversationQuery, newConversation } from './requests.js';
import { refuseUnknown } from './unknown-users.js';

type View = z.output<typeof conversationView>;
type Request = z.output<typeof newConversation>;

/** Who asks for a conversation. A service does not become a member of it. */
interface Creator {
  readonly userId: string;
  readonly isUser: boolean;
}

interface Beginning {
  readonly id: string;
  readonly creator: Creator;
  readonly request: Request;
}

const NOBODY = { path: 'members', message: 'Nobody could read it' };

/** Begins conversations and shows them to their members. */
@Injectable()
export class Conversations {
  constructor(
    private readonly db: DataSource,
    private readonly people: People,
  ) {}

  /** Under a `key` once, however often it is asked for. Throws `request.idempotency_key_reused` for another request. */
  async create(creator: Creator, request: Request, key?: string): Promise<View> {
    const { members } = request;
    if (creator.isUser) this.people.require(creator.userId);
    else if (members.length === 0) throw new InvalidRequest([NOBODY]);
    refuseUnknown(
      members.map((userId, at) => [`members.${at}`, userId]),
      (userId) => this.people.find(userId) !== undefined,
    );
    const id = key === undefined ? randomUUID() : stableId('conversation', creator.userId, key);
    await this.db.transaction((tx) => begin(tx, { id, creator, request }));
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

/** Whoever asks for the same at the same moment waits here for the other one. */
async function begin(tx: EntityManager, { id, creator, request }: Beginning): Promise<void> {
  const { name, members } = request;
  const requestDigest = digestOf(request);
  const it = { id, name, createdBy: creator.userId, requestDigest };
  const { raw } = await tx
    .createQueryBuilder()
    .insert()
    .into(Conversation)
    .values(it)
    .orIgnore()
    .returning('id')
    .execute();
  if ((raw as unknown[]).length === 0) {
    if (!(await tx.existsBy(Conversation, { id, requestDigest }))) throw new Failure('request.idempotency_key_reused');
    if (creator.isUser) await requireMember(tx, id, creator.userId);
    return;
  }
  const memberIds = [...new Set(creator.isUser ? [creator.userId, ...members] : members)];
  await tx.insert(
    Member,
    memberIds.map((userId) => ({ conversationId: id, userId })),
  );
}

const digestOf = (request: Request): string => createHash('sha256').update(JSON.stringify(request)).digest('base64url');

const cursorAfter = ({ createdAt, id }: Conversation): string => writeCursor<TimePlace>({ at: createdAt, id });
