import { Controller, Get, Post } from '@nestjs/common';
import {
  Caller,
  Does,
  IdempotencyKey,
  idPath,
  type IdPath,
  type Page,
  Refuses,
  Returns,
  Roles,
  ZodBody,
  ZodParams,
  ZodQuery,
} from '@replyline/service-host';
import type { z } from 'zod';
import { conversationPage, conversationView, type ConversationSummary } from './conversation-view.js';
import { Conversations } from './conversations.js';
import { conversationQuery, newConversation, type ConversationQuery } from './requests.js';

@Controller('v1/conversations')
export class ConversationsController {
  constructor(private readonly conversations: Conversations) {}

  /** A service may begin a conversation for its members; everything else in one is for members. */
  @Post()
  @Does('Begin a conversation')
  @Roles('user', 'service')
  @Refuses('conversation.unknown_user')
  @Returns(201, conversationView, 'The conversation; the user who creates it is a member')
  create(
    @Caller() { userId, roles }: Caller,
    @ZodBody(newConversation) body: z.output<typeof newConversation>,
    @IdempotencyKey() key?: string,
  ) {
    return this.conversations.create({ userId, isUser: roles.includes('user') }, body, key);
  }

  @Get()
  @Does('List your conversations')
  @Roles('user')
  @Returns(200, conversationPage, 'The conversations of the caller, newest first')
  list(
    @Caller() { userId }: Caller,
    @ZodQuery(conversationQuery) query: ConversationQuery,
  ): Promise<Page<ConversationSummary>> {
    return this.conversations.listFor(userId, query);
  }

  @Get(':id')
  @Does('Get a conversation')
  @Roles('user')
  @Returns(200, conversationView, 'The conversation with its members and its assignee')
  read(@Caller() { userId }: Caller, @ZodParams(idPath) { id }: IdPath) {
    return this.conversations.read(id, userId);
  }
}
