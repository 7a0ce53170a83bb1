import { Controller, Get, Post } from '@nestjs/common';
import { Caller, Returns, Roles, ZodBody, ZodParams, ZodQuery } from '@replyline/service-host';
import type { z } from 'zod';
import { conversationPath } from '../keep-conversations/requests.js';
import { People } from '../people/people.js';
import { postPage, postView, viewPost } from './post-view.js';
import { Posts } from './posts.js';
import { newPost, postQuery } from './requests.js';

type Path = z.output<typeof conversationPath>;

@Controller('v1/conversations/:id/posts')
@Roles('user')
export class PostsController {
  constructor(
    private readonly posts: Posts,
    private readonly people: People,
  ) {}

  @Post()
  @Returns(201, postView, 'The post, with whom it called by name and who gets a mail')
  async add(
    @Caller() { userId }: Caller,
    @ZodParams(conversationPath) { id }: Path,
    @ZodBody(newPost) { text }: z.output<typeof newPost>,
  ): Promise<z.output<typeof postView>> {
    return viewPost(await this.posts.add({ conversationId: id, userId }, text), this.people);
  }

  @Get()
  @Returns(200, postPage, 'The posts behind a position, oldest first')
  async list(
    @Caller() { userId }: Caller,
    @ZodParams(conversationPath) { id }: Path,
    @ZodQuery(postQuery) { after, limit }: z.output<typeof postQuery>,
  ): Promise<z.output<typeof postPage>> {
    const found = await this.posts.list({ conversationId: id, userId }, { after, limit: limit + 1 });
    const posts = found.slice(0, limit).map((post) => viewPost(post, this.people));
    return { items: posts, next: found.length > limit ? (posts.at(-1)?.position ?? null) : null };
  }
}
