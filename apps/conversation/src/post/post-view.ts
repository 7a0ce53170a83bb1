import { inlineAnswer, leftOutFile, replyFile } from '@replyline/contracts';
import { pageOf } from '@replyline/service-host';
import { z } from 'zod';
import { mentionSchema } from '../mention/mention.js';
import type { People } from '../people/people.js';
import { personView, viewPerson } from '../people/person-view.js';
import type { Post } from './post.entity.js';

export const postView = z.object({
  id: z.uuid(),
  conversationId: z.uuid(),
  /** 1, 2, 3… in the order in which the posts came in. */
  position: z.int().min(1),
  author: personView,
  origin: z.enum(['http', 'mail']),
  text: z
    .string()
    .describe(
      'Markdown, from people: show HTML in it as text, load no picture but a cid: of `files`, follow http, https and mailto only. ' +
        'Empty where files say it all. A picture in it is ![name](cid:<sha256>), and one of `files`',
    ),
  files: z.array(replyFile.omit({ object: true })).describe('What came with a reply by mail'),
  leftOut: z.array(leftOutFile).describe('What its sender attached, and nobody gets, and why'),
  /** Whom it called by name, and who got a mail. */
  mentions: z.array(mentionSchema),
  /** How many further names it called that nobody looked up. */
  mentionsOverLimit: z.int().min(0),
  /** Of a reply by mail: the post that it answers. */
  answersPostId: z.uuid().nullable(),
  answers: z
    .array(inlineAnswer)
    .describe('Of a reply that was written between the lines: all of `text` again, each piece with what it answers'),
  elided: z
    .string()
    .nullable()
    .describe('What else stood in the mail of a reply, its signature for instance: to be shown behind an ellipsis'),
  createdAt: z.iso.datetime(),
});

export type PostView = z.output<typeof postView>;

/** Not a cursor but a position: readers follow a conversation with the last one they know, also behind the last page. */
export const postPage = pageOf(postView).extend({
  next: z.int().min(1).nullable().describe('A position: give it as `after` to go on; null where no more stand yet'),
});

export const viewPost = (it: Post, people: People): PostView => ({
  id: it.id,
  conversationId: it.conversationId,
  position: it.position,
  author: viewPerson(it.authorId, people.find(it.authorId)),
  origin: it.origin,
  text: it.text,
  files: it.files.map(({ name, mediaType, sizeBytes, sha256 }) => ({ name, mediaType, sizeBytes, sha256 })),
  leftOut: it.leftOut,
  mentions: it.mentions,
  mentionsOverLimit: it.mentionsOverLimit,
  answersPostId: it.answersPostId,
  answers: it.answers ?? [],
  elided: it.elided,
  createdAt: it.createdAt.toISOString(),
});
