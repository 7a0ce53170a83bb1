import type { Purpose } from '@replyline/intent';
import { Column, Entity, PrimaryColumn } from 'typeorm';

/** What was asked: one mail to one person, as outbound-mail announced it before sending it. */
@Entity('sent_mail')
export class SentMail {
  @PrimaryColumn('text', { name: 'reply_key' })
  replyKey!: string;

  @Column('uuid', { name: 'delivery_id' })
  deliveryId!: string;

  /** The person on record: nobody else posts by answering this mail. */
  @Column('uuid', { name: 'user_id' })
  userId!: string;

  @Column('text')
  address!: string;

  @Column('text')
  kind!: string;

  @Column('text')
  purpose!: Purpose;

  /** Null where an answer can mean nothing. */
  @Column('uuid', { name: 'conversation_id', nullable: true })
  conversationId!: string | null;

  @Column('uuid', { name: 'post_id', nullable: true })
  postId!: string | null;

  @Column('text', { name: 'message_id' })
  messageId!: string;

  /** What the server called it, where that differs from ours. */
  @Column('text', { name: 'provider_message_id', nullable: true })
  providerMessageId!: string | null;

  @Column('text')
  subject!: string;

  @Column('text')
  text!: string;

  /** The last moment at which an answer counts, for answers that carry a Message-ID and no token. */
  @Column('timestamptz', { name: 'expires_at' })
  expiresAt!: Date;

  /** The event that announced it: what comes of an answer was caused by it. */
  @Column('text', { name: 'event_id' })
  eventId!: string;

  @Column('text', { name: 'correlation_id', nullable: true })
  correlationId!: string | null;
}
