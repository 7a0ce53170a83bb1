import { Column, CreateDateColumn, Entity, PrimaryColumn } from 'typeorm';

/** A place where its members talk. Whoever changes it, its members or its posts holds the lock on its row. */
@Entity('conversation')
export class Conversation {
  @PrimaryColumn('uuid')
  id!: string;

  @Column('text')
  name!: string;

  /** The `sub` of the token that asked for it: a user, or a service. */
  @Column('text', { name: 'created_by' })
  createdBy!: string;

  /** Of what was asked for, to tell a repetition from another request with its key; null of before there were keys. */
  @Column('text', { name: 'request_digest', nullable: true })
  requestDigest!: string | null;

  /** Always a member. */
  @Column('uuid', { name: 'assignee_id', nullable: true })
  assigneeId!: string | null;

  /** Of the newest post; 0 while there is none. */
  @Column('integer', { name: 'last_position', default: 0 })
  lastPosition!: number;

  /** In whole milliseconds, as a cursor carries it. */
  @CreateDateColumn({ name: 'created_at', type: 'timestamptz', precision: 3 })
  createdAt!: Date;
}
