import { Module, type DynamicModule } from '@nestjs/common';
import { ServiceModule } from '@replyline/service-host';
import type { z } from 'zod';
import { AppendReply } from './append-reply/append-reply.js';
import { AppendReplyConsumer } from './append-reply/append-reply.consumer.js';
import { AskOwner } from './ask-owner/ask-owner.js';
import { AskOwnerConsumer } from './ask-owner/ask-owner.consumer.js';
import { Assign } from './assign/assign.js';
import { AssignController } from './assign/assign.controller.js';
import type { environment } from './environment.js';
import { CreateConversation1763596800000 } from './keep-conversations/1763596800000-create-conversation.js';
import { TellRepetitions1764600000000 } from './keep-conversations/1764600000000-tell-repetitions.js';
import { Conversation } from './keep-conversations/conversation.entity.js';
import { Conversations } from './keep-conversations/conversations.js';
import { ConversationsController } from './keep-conversations/conversations.controller.js';
import { Member } from './keep-conversations/member.entity.js';
import { Members } from './keep-conversations/members.js';
import { MembersController } from './keep-conversations/members.controller.js';
import { People } from './people/people.js';
import { CreatePost1763596860000 } from './post/1763596860000-create-post.js';
import { ShowTheRestOfAReply1764100600000 } from './post/1764100600000-show-the-rest-of-a-reply.js';
import { AddFilesToPost1763596920000 } from './post/1763596920000-add-files-to-post.js';
import { PostFiles } from './post/post-files.js';
import { PostFilesController } from './post/post-files.controller.js';
import { Post } from './post/post.entity.js';
import { Posts } from './post/posts.js';
import { PostsController } from './post/posts.controller.js';
import { WritePost } from './post/write-post.js';
import { ReturnReply } from './return-reply/return-reply.js';
import { LimitReturnedReplies1764200700000 } from './return-reply/1764200700000-limit-returned-replies.js';
import { ReturnReplyConsumer } from './return-reply/return-reply.consumer.js';

/** Everything that is kept. */
export const ENTITIES = [Conversation, Member, Post];

/** Oldest first. */
export const MIGRATIONS = [
  CreateConversation1763596800000,
  CreatePost1763596860000,
  AddFilesToPost1763596920000,
  ShowTheRestOfAReply1764100600000,
  LimitReturnedReplies1764200700000,
  TellRepetitions1764600000000,
];

/** The whole service: what it keeps, what it answers and what it consumes. */
@Module({
  controllers: [
    ConversationsController,
    MembersController,
    PostsController,
    PostFilesController,
    AssignController,
    AppendReplyConsumer,
    ReturnReplyConsumer,
    AskOwnerConsumer,
  ],
  providers: [Conversations, Members, People, Posts, PostFiles, WritePost, Assign, AppendReply, ReturnReply, AskOwner],
})
export class ConversationModule {
  static for(env: z.output<typeof environment>): DynamicModule {
    const host = ServiceModule.forRoot({ name: 'conversation', env, entities: ENTITIES, migrations: MIGRATIONS });
    return { module: ConversationModule, imports: [host] };
  }
}
