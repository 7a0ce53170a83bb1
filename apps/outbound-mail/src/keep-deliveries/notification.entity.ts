import type { Lane, NotificationKind } from '@replyline/contracts';
import { Column, Entity, PrimaryColumn } from 'typeorm';

/** What a publisher asked for. Unique by source and event id: asked twice, it is one. */
@Entity('notification')
export class Notification {
  @PrimaryColumn('uuid')
  id!: string;

  @Column('text')
  source!: string;

  @Column('text', { name: 'event_id' })
  eventId!: string;

  @Column('text', { name: 'correlation_id', nullable: true })
  correlationId!: string | null;

  @Column('text')
  kind!: NotificationKind;

  @Column('text')
  lane!: Lane;

  /** The code of the errors catalogue when all of it was refused. */
  @Column('text', { nullable: true })
  refusal!: string | null;

  /** What its publisher calls it. */
  @Column('text', { name: 'idempotency_key', nullable: true })
  idempotencyKey!: string | null;

  /** When its publisher said it. */
  @Column('timestamptz', { name: 'requested_at', nullable: true })
  requestedAt!: Date | null;

  @Column('timestamptz', { name: 'cancelled_at', nullable: true })
  cancelledAt!: Date | null;

  /** A publisher, or the id of a person. */
  @Column('text', { name: 'cancelled_by', nullable: true })
  cancelledBy!: string | null;

  /** In whole milliseconds, as a cursor carries it. */
  @Column('timestamptz', { name: 'accepted_at' })
  acceptedAt!: Date;
}
