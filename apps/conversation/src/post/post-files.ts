import type { ReplyFile } from '@replyline/contracts';
import { Failure } from '@replyline/errors';
import { ReplyFileStore } from '@replyline/messaging';
import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { requireMember } from '../keep-conversations/membership.js';
import { People } from '../people/people.js';
import { Post } from './post.entity.js';
import type { Place } from './posts.js';

/** A broker that is not there is noticed before the caller gives up. */
const PATIENCE_MS = 30_000;

interface Which {
  readonly postId: string;
  readonly sha256: string;
}

/** Files that came with replies, for the members of their conversation. */
@Injectable()
export class PostFiles {
  constructor(
    private readonly db: DataSource,
    private readonly people: People,
    private readonly store: ReplyFileStore,
  ) {}

  /** Throws `request.not_found`, also to somebody who is not a member, and `service.unavailable`. */
  async read({ conversationId, userId }: Place, { postId, sha256 }: Which): Promise<ReplyFile & { bytes: Buffer }> {
    this.people.require(userId);
    await requireMember(this.db.manager, conversationId, userId);
    const post = await this.db.manager.findOneBy(Post, { id: postId, conversationId });
    const file = post?.files.find((it) => it.sha256 === sha256);
    const bytes = file && (await this.store.read(file.object, file.sizeBytes, AbortSignal.timeout(PATIENCE_MS)));
    if (!file || !bytes) throw new Failure('request.not_found');
    return { ...file, bytes };
  }
}
