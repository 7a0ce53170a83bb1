import type { Purpose } from '@replyline/intent';
import { Column, Entity, PrimaryColumn } from 'typeorm';

/** One mail to one address, as outbound-mail announced it before sending it. */
@Entity('sent_mail')
export class AnnouncedMail {
  @PrimaryColumn('text', { name: 'reply_key' })
  replyKey!: string;

  @Column('uuid', { name: 'delivery_id' })
  deliveryId!: string;

  /** The person on record: nobody else posts by answering this mail. Null for a plain address, of nobody in the directory. */
  @Column('uuid', { name: 'user_id', nullable: true })
  userId!: string | null;

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

/** What was asked of a person, who may answer it. */
export type SentMail = AnnouncedMail & { readonly userId: string };

export const isToSomebody = (mail: AnnouncedMail): mail is SentMail => mail.userId !== null;
