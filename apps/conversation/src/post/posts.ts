import { Injectable } from '@nestjs/common';
import { DataSource, MoreThan } from 'typeorm';
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

  async add({ conversationId, userId }: Place, text: string): Promise<Post> {
    const author = this.people.require(userId);
    return this.db.transaction(async (tx) => {
      const conversation = await lockForMember(tx, conversationId, userId);
      return this.writePost.write(tx, { conversation, author, text }, requested());
    });
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
