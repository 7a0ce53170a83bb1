import type { Purpose } from '@replyline/intent';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { PinnedMail } from '../render/pinned-mail.js';
import type { DeliveryState } from './delivery-state.js';

/**
 * One notification to one person. What was decided at acceptance never changes; the state does, as `delivery-state.ts`
 * allows.
 */
@Entity('delivery')
export class Delivery {
  @PrimaryColumn('uuid')
  id!: string;

  @Column('uuid', { name: 'notification_id' })
  notificationId!: string;

  /** `null` for a plain address, of nobody in the directory. */
  @Column('uuid', { name: 'user_id', nullable: true })
  userId!: string | null;

  @Column('smallint')
  lane!: number;

  @Column('text')
  state!: DeliveryState;

  /** Why it stands where it stands: a code of the errors catalogue. */
  @Column('text', { nullable: true })
  code!: string | null;

  @Column('text', { nullable: true })
  address!: string | null;

  @Column('text', { name: 'profile_id', nullable: true })
  profileId!: string | null;

  /** The name of the rule that chose the profile. */
  @Column('text', { name: 'profile_rule', nullable: true })
  profileRule!: string | null;

  /** The same for each attempt, so that a receiver can recognise a copy. */
  @Column('text', { name: 'message_id', nullable: true })
  messageId!: string | null;

  @Column('text', { nullable: true })
  purpose!: Purpose | null;

  @Column('text', { name: 'reply_key', nullable: true })
  replyKey!: string | null;

  /** Without text and html where they stand with another delivery. */
  @Column('jsonb', { nullable: true })
  mail!: PinnedMail | null;

  /** The delivery of the same notification that has the same words. */
  @Column('uuid', { name: 'words_of', nullable: true })
  wordsOf!: string | null;

  @Column('timestamptz', { name: 'expires_at' })
  expiresAt!: Date;

  @Column('timestamptz', { name: 'next_attempt_at' })
  nextAttemptAt!: Date;

  @Column('integer')
  attempts!: number;

  /** How many of the attempts came before a person had it sent again. */
  @Column('integer', { name: 'attempts_before' })
  attemptsBefore!: number;

  /** When its state last came to rest: also what waits for its next attempt has one. */
  @Column('timestamptz', { name: 'settled_at', nullable: true })
  settledAt!: Date | null;

  @Column('integer', { name: 'reply_code', nullable: true })
  replyCode!: number | null;

  @Column('text', { name: 'provider_message_id', nullable: true })
  providerMessageId!: string | null;

  /** What became of an `unknown` one in the end. */
  @Column('text', { nullable: true })
  resolution!: string | null;
}
