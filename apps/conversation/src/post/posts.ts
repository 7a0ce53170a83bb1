import { randomUUID } from 'node:crypto';
import { stableId } from '@replyline/contracts';
import { Failure } from '@replyline/errors';
import { Injectable } from '@nestjs/common';
import { DataSource, MoreThan, type EntityManager } from 'typeorm';
import { lockForMember, requireMember } from '../keep-conversations/membership.js';
import { People } from '../people/people.js';
import { requested } from '../source.js';
import { Post } from './post.entity.js';
import { WritePost } from './write-post.js';

/** A member in one conversation. */
export interface Place {
  readonly conversationId: string;
  readonly userId: string;
}

/** Posts as members write and read them over HTTP. */
@Injectable()
export class Posts {
  constructor(
    private readonly db: DataSource,
    private readonly people: People,
    private readonly writePost: WritePost,
  ) {}

  /** Under a `key` once, however often it is asked for. Throws `request.idempotency_key_reused` where the text is another. */
  async add({ conversationId, userId }: Place, text: string, key?: string): Promise<Post> {
    const author = this.people.require(userId);
    const id = key === undefined ? randomUUID() : stableId('post', conversationId, userId, key);
    return this.db.transaction(async (tx) => {
      const conversation = await lockForMember(tx, conversationId, userId);
      const written = key === undefined ? null : await this.written(tx, id, text);
      return written ?? this.writePost.write(tx, { id, conversation, author, text }, requested());
    });
  }

  private async written(tx: EntityManager, id: string, text: string): Promise<Post | null> {
    const post = await tx.findOneBy(Post, { id });
    if (post && post.text !== text) throw new Failure('request.idempotency_key_reused');
    return post;
  }

  /** Oldest first. Positions are given under a lock, so whoever asks again with the last one misses nothing. */
  async list({ conversationId, userId }: Place, page: { after: number; limit: number }): Promise<Post[]> {
    this.people.require(userId);
    await requireMember(this.db.manager, conversationId, userId);
    return this.db.manager.find(Post, {
      where: { conversationId, position: MoreThan(page.after) },
      order: { position: 'ASC' },
      take: page.limit,
    });
  }
}
