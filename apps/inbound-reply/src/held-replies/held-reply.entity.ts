import type { LeftOutFile, ReplyFile } from '@replyline/contracts';
import { Column, Entity, PrimaryColumn } from 'typeorm';

export type HeldState = 'held' | 'posted' | 'discarded';

/** A reply whose writer is not proven. Its owner, the person on record, decides about it. */
@Entity('held_reply')
export class HeldReply {
  @PrimaryColumn('uuid')
  id!: string;

  @Column('uuid', { name: 'inbound_mail_id' })
  inboundMailId!: string;

  /** What the reply will be known as once it is posted: also the reply that arrives again, with proof. */
  @Column('uuid', { name: 'reply_id' })
  replyId!: string;

  /** The mail of ours that was answered. */
  @Column('text', { name: 'reply_key' })
  replyKey!: string;

  /** The addresses of its From field: who it says that it comes from. Empty for what was held before they were noted. */
  @Column('text', { array: true })
  senders!: string[];

  @Column('text')
  text!: string;

  /** What came with it. */
  @Column('jsonb')
  files!: ReplyFile[];

  /** What came with it and nobody gets. */
  @Column('jsonb', { name: 'left_out' })
  leftOut!: LeftOutFile[];

  @Column('real')
  confidence!: number;

  @Column('text')
  because!: string;

  @Column('text', { default: 'held' })
  state!: HeldState;

  @Column('timestamptz', { name: 'received_at' })
  receivedAt!: Date;

  @Column('timestamptz', { name: 'held_at' })
  heldAt!: Date;

  /** When its owner was sent the link to it; null where another open reply to the same mail leads here. */
  @Column('timestamptz', { name: 'asked_at', nullable: true })
  askedAt!: Date | null;

  @Column('timestamptz', { name: 'decided_at', nullable: true })
  decidedAt!: Date | null;
}
