import { Controller, Get, Post } from '@nestjs/common';
import { Caller, Returns, Roles, ZodBody, ZodParams, ZodQuery } from '@replyline/service-host';
import type { z } from 'zod';
import { conversationPage, conversationView, summarize } from './conversation-view.js';
import { Conversations } from './conversations.js';
import { writeCursor } from './cursor.js';
import { conversationPath, conversationQuery, newConversation } from './requests.js';

@Controller('v1/conversations')
export class ConversationsController {
  constructor(private readonly conversations: Conversations) {}

  /** A service may begin a conversation for its members; everything else in one is for members. */
  @Post()
  @Roles('user', 'service')
  @Returns(201, conversationView, 'The conversation; the user who creates it is a member')
  create(@Caller() caller: Caller, @ZodBody(newConversation) body: z.output<typeof newConversation>) {
    return this.conversations.create({ userId: caller.userId, isUser: caller.roles.includes('user') }, body);
  }

  @Get()
  @Roles('user')
  @Returns(200, conversationPage, 'The conversations of the caller, newest first')
  async list(
    @Caller() { userId }: Caller,
    @ZodQuery(conversationQuery) { cursor, limit }: z.output<typeof conversationQuery>,
  ): Promise<z.output<typeof conversationPage>> {
    const found = await this.conversations.listFor(userId, { after: cursor, limit: limit + 1 });
    const page = found.slice(0, limit);
    const last = found.length > limit ? page.at(-1) : undefined;
    return { items: page.map(summarize), next: last ? writeCursor(last) : null };
  }

  @Get(':id')
  @Roles('user')
  @Returns(200, conversationView, 'The conversation with its members and its assignee')
  read(@Caller() { userId }: Caller, @ZodParams(conversationPath) { id }: z.output<typeof conversationPath>) {
    return this.conversations.read(id, userId);
  }
}
