import { Controller, Get, Post } from '@nestjs/common';
import {
  Caller,
  cutPage,
  Does,
  IdempotencyKey,
  idPath,
  type IdPath,
  type Page,
  Returns,
  Roles,
  ZodBody,
  ZodParams,
  ZodQuery,
} from '@replyline/service-host';
import type { z } from 'zod';
import { People } from '../people/people.js';
import { postPage, postView, viewPost, type PostView } from './post-view.js';
import { Posts } from './posts.js';
import { newPost, postQuery, type PostQuery } from './requests.js';

@Controller('v1/conversations/:id/posts')
@Roles('user')
export class PostsController {
  constructor(
    private readonly posts: Posts,
    private readonly people: People,
  ) {}

  @Post()
  @Does('Write a post')
  @Returns(201, postView, 'The post, with whom it called by name and who gets a mail')
  async add(
    @Caller() { userId }: Caller,
    @ZodParams(idPath) { id }: IdPath,
    @ZodBody(newPost) { text }: z.output<typeof newPost>,
    @IdempotencyKey() key?: string,
  ): Promise<PostView> {
    return viewPost(await this.posts.add({ conversationId: id, userId }, text, key), this.people);
  }

  @Get()
  @Does('List posts')
  @Returns(
    200,
    postPage,
    'The posts behind a position, oldest first. `next` is a position, not a cursor: give it as `after`',
  )
  async list(
    @Caller() { userId }: Caller,
    @ZodParams(idPath) { id }: IdPath,
    @ZodQuery(postQuery) { after, limit }: PostQuery,
  ): Promise<Page<PostView, number>> {
    const found = await this.posts.list({ conversationId: id, userId }, { after, limit: limit + 1 });
    const { items, next } = cutPage(found, limit, ({ position }) => position);
    return { items: items.map((post) => viewPost(post, this.people)), next };
  }
}
