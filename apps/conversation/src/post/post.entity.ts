import type { InlineAnswer, LeftOutFile, ReplyFile } from '@replyline/contracts';
import { Column, CreateDateColumn, Entity, PrimaryColumn } from 'typeorm';
import type { Mention } from '../mention/mention.js';

/** How a post came in. */
type PostOrigin = 'http' | 'mail';

/** What one member said. Rows are written once and never changed. */
@Entity('post')
export class Post {
  @PrimaryColumn('uuid')
  id!: string;

  @Column('uuid', { name: 'conversation_id' })
  conversationId!: string;

  /**
   * Its place in the conversation: 1, 2, 3… in the order in which the server took the posts, given under the lock on
   * the conversation. So no post ever appears before one that was already read.
   */
  @Column('integer')
  position!: number;

  @Column('uuid', { name: 'author_id' })
  authorId!: string;

  @Column('text')
  origin!: PostOrigin;

  @Column('text')
  text!: string;

  /** What came with a reply by mail; a picture that the text shows is `![name](cid:<sha256>)`. */
  @Column('jsonb')
  files!: ReplyFile[];

  /** What its sender attached and nobody gets. */
  @Column('jsonb', { name: 'left_out' })
  leftOut!: LeftOutFile[];

  @Column('jsonb')
  mentions!: Mention[];

  /** How many further names the text calls that nobody looked up. */
  @Column('integer', { name: 'mentions_over_limit' })
  mentionsOverLimit!: number;

  /** Unique: a reply is posted once, however often it is fetched or delivered. */
  @Column('uuid', { name: 'reply_id', nullable: true })
  replyId!: string | null;

  /** The post whose mail was answered. */
  @Column('uuid', { name: 'answers_post_id', nullable: true })
  answersPostId!: string | null;

  /** Of a reply that was written between the lines: its pieces, each with what it answers. */
  @Column('jsonb', { nullable: true })
  answers!: InlineAnswer[] | null;

  /** What else stood in the mail of a reply and may be shown. */
  @Column('text', { nullable: true })
  elided!: string | null;

  @CreateDateColumn({ name: 'created_at', type: 'timestamptz' })
  createdAt!: Date;
}
