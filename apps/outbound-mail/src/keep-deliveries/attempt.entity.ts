import { Column, Entity, PrimaryColumn } from 'typeorm';

/** One try to hand a delivery over, and how it ended. Rows are written once. */
@Entity('attempt')
export class Attempt {
  @PrimaryColumn('uuid', { name: 'delivery_id' })
  deliveryId!: string;

  @PrimaryColumn('integer')
  number!: number;

  @Column('timestamptz', { name: 'started_at' })
  startedAt!: Date;

  @Column('timestamptz', { name: 'ended_at' })
  endedAt!: Date;

  @Column('text')
  outcome!: 'sent' | 'deferred' | 'failed' | 'unknown';

  @Column('text', { nullable: true })
  code!: string | null;

  @Column('integer', { name: 'reply_code', nullable: true })
  replyCode!: number | null;

  /** RFC 3463. */
  @Column('text', { name: 'enhanced_code', nullable: true })
  enhancedCode!: string | null;

  /** The server's own words, redacted. */
  @Column('text', { nullable: true })
  said!: string | null;
}
